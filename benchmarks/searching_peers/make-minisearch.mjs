// Makes MiniSearch's index of the documents on standard input.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , library, out] = process.argv;
const { default: MiniSearch } = await import(pathToFileURL(library));
const index = new MiniSearch({
  fields: ["name", "area", "organisation", "profession", "region"],
  storeFields: ["name", "area", "organisation", "grade", "profession", "region", "meets"],
});
index.addAll(JSON.parse(readFileSync(0, "utf8")));
writeFileSync(out, JSON.stringify(index));
