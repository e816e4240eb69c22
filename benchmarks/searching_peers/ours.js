// Our own search as the page of mentors uses it: it answers before the logins came.
import { loadIndex } from "/ours/scripts/loading.js";
import { arrange, filter, search } from "/ours/scripts/search.js";

let index;

/** When everything is here. */
export let rest;

export async function ask(text, region) {
  index ??= await new Promise((tell) => { rest = loadIndex({ index: "/ours/search-index.json", logins: "/ours/search-logins.json" }, tell); });
  const found = search(index, text);
  const chosen = region ? { region: new Set([index.facets.region.names.indexOf(region)]) } : {};
  const { people, counts } = filter(index, found, chosen);
  const order = arrange(index, people, found, "best");
  return { number: order.length, first: order.slice(0, 10).map((person) => index.name[person]), counts: Object.keys(counts).length };
}
