// Makes the site's style and the shared scripts, from npm packages into ../assets/.
// Our own scripts are plain ES modules in templates/site/scripts/ and need no step.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "..", "assets");
const govuk = join(here, "node_modules", "govuk-frontend", "dist", "govuk");

// Each component's own bundle: one request, and nothing else to fetch before it runs.
const COMPONENTS = ["service-navigation", "skip-link"];

mkdirSync(join(assets, "govuk"), { recursive: true });
// One style for every page, one for the form on the join page, and one for the pages of numbers.
for (const [source, name] of [["styles", "site"], ["join", "join"], ["statistics", "statistics"]]) {
  const style = compile(join(here, `${source}.scss`), { style: "compressed", loadPaths: [here], quietDeps: true });
  writeFileSync(join(assets, `${name}.css`), style.css + "\n");
}
for (const name of COMPONENTS) {
  // .js, since every server knows its type.
  copyFileSync(join(govuk, "components", name, `${name}.bundle.mjs`), join(assets, "govuk", `${name}.js`));
}

// What seals an address in the browser: fetched only where a programme asks for it.
mkdirSync(join(assets, "sealing"), { recursive: true });
copyFileSync(join(here, "node_modules", "tweetnacl", "nacl-fast.min.js"), join(assets, "sealing", "nacl.js"));
for (const name of ["_blake", "_md", "_u64", "blake2", "utils"]) {
  copyFileSync(join(here, "node_modules", "@noble", "hashes", `${name}.js`), join(assets, "sealing", `${name}.js`));
}
