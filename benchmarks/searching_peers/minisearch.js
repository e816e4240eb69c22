// MiniSearch with an index made beforehand; counts of filters are ours to make from what it finds.
import MiniSearch from "/minisearch/dist/es/index.js";

let index;

export const options = {
  fields: ["name", "area", "organisation", "profession", "region"],
  storeFields: ["name", "area", "organisation", "grade", "profession", "region", "meets"],
};

export async function ask(text, region) {
  index ??= MiniSearch.loadJSON(await (await fetch("/minisearch-index.json")).text(), options);
  const found = index.search(text, { prefix: true, fuzzy: 0.2, combineWith: "AND" });
  const counts = {};
  for (const one of found) for (const key of ["area", "organisation", "grade", "profession", "region", "meets"]) for (const value of (one[key] ?? "").split("\n")) (counts[key] ??= {})[value] = (counts[key][value] ?? 0) + 1;
  const kept = region ? found.filter((one) => one.region === region) : found;
  return { number: kept.length, first: kept.slice(0, 10).map((one) => one.name), counts: Object.keys(counts).length };
}
