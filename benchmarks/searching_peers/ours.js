// Our own search as the page of mentors uses it: one file, then everything is here.
import { arrange, filter, prepare, search } from "/ours/scripts/search.js";

let index;

export async function ask(text, region) {
  index ??= prepare(await (await fetch("/ours/search-index.json")).json());
  const found = search(index, text);
  const chosen = region ? { region: new Set([index.facets.region.names.indexOf(region)]) } : {};
  const { people, counts } = filter(index, found, chosen);
  const order = arrange(index, people, found, "best");
  return { number: order.length, first: order.slice(0, 10).map((person) => index.name[person]), counts: Object.keys(counts).length };
}
