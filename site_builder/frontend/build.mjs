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
const style = compile(join(here, "styles.scss"), { style: "compressed", loadPaths: [here], quietDeps: true });
writeFileSync(join(assets, "site.css"), style.css + "\n");
for (const name of COMPONENTS) {
  // .js, since every server knows its type.
  copyFileSync(join(govuk, "components", name, `${name}.bundle.mjs`), join(assets, "govuk", `${name}.js`));
}
