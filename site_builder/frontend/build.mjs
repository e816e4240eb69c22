// Makes the site's style and the shared scripts, from npm packages into ../assets/.
// Our own scripts are plain ES modules in templates/site/scripts/, which work as they are written. Their
// short forms are made here, each named in its first line after the script that it is made of: where a
// programme has a script of its own, that is published (site_builder/short_scripts.py).
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync, transformSync } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "..", "assets");
const scripts = join(here, "..", "..", "templates", "site", "scripts");
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

for (const entry of readdirSync(scripts, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const written = readFileSync(join(entry.parentPath, entry.name));
  const name = createHash("sha256").update(written).digest("hex").slice(0, 16);
  const short = transformSync(written.toString(), { format: "esm", minify: true, target: "es2022" });
  const folder = join(assets, "scripts", relative(scripts, entry.parentPath));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, entry.name), `//${name}\n${short.code}`);
}

// What seals an address in the browser: fetched only where a programme asks for it.
mkdirSync(join(assets, "sealing"), { recursive: true });
copyFileSync(join(here, "node_modules", "tweetnacl", "nacl-fast.min.js"), join(assets, "sealing", "nacl.js"));
for (const name of ["_blake", "_md", "_u64", "blake2", "utils"]) {
  copyFileSync(join(here, "node_modules", "@noble", "hashes", `${name}.js`), join(assets, "sealing", `${name}.js`));
}
