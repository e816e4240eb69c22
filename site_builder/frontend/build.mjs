// Makes the site's style and the shared scripts, from npm packages into ../assets/.
// Our own scripts are plain ES modules in templates/site/scripts/ and need no step.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "..", "assets");
rmSync(assets, { recursive: true, force: true }); // whatever stands there is published
mkdirSync(assets);
// One style for every page, one for the form on the join page, and one for the pages of numbers.
for (const [source, name] of [["styles", "site"], ["join", "join"], ["statistics", "statistics"]]) {
  const style = compile(join(here, `${source}.scss`), { style: "compressed", loadPaths: [here], quietDeps: true });
  writeFileSync(join(assets, `${name}.css`), style.css + "\n");
}
// What GOV.UK Frontend's components share stands in their one file once: a request, and half the bytes.
buildSync({
  entryPoints: [join(here, "components.mjs")],
  outfile: join(assets, "govuk", "components.js"), // .js, since every server knows its type
  bundle: true,
  format: "esm",
  minify: true,
  legalComments: "none", // they say `@preserve` and nothing else
  target: "es2022",
});

// What seals an address in the browser: fetched only where a programme asks for it.
mkdirSync(join(assets, "sealing"), { recursive: true });
copyFileSync(join(here, "node_modules", "tweetnacl", "nacl-fast.min.js"), join(assets, "sealing", "nacl.js"));
for (const name of ["_blake", "_md", "_u64", "blake2", "utils"]) {
  copyFileSync(join(here, "node_modules", "@noble", "hashes", `${name}.js`), join(assets, "sealing", `${name}.js`));
}
