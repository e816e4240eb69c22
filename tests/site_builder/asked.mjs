// Asks the search as the page does, in one call whose values are JSON.
import { answer, arrange, codesOf, filter, loginsOf, namesOf, prepare, withLogins } from "../../templates/site/scripts/search.js";
import { codesIn } from "../../templates/site/scripts/codes.js";
import { slugOf, wordsOf } from "../../templates/site/scripts/nearest.js";

export function ask(data, text, slugs = {}, texts = {}) {
  const index = withLogins(prepare(data), data.logins);
  const found = answer(index, text, texts);
  const chosen = Object.fromEntries(Object.entries(slugs).map(([key, all]) => [key, new Set(all.map((slug) => index.facets[key].slugs.indexOf(slug)))]));
  const { people, counts } = filter(index, found, chosen);
  return {
    logins: arrange(index, people, found, "best").map((person) => index.login[person]),
    counts: Object.fromEntries(Object.entries(counts).map(([key, all]) => [key, Object.fromEntries([...all].map((number, code) => [index.facets[key].names[code], number]).filter(([, number]) => number))])),
    corrected: found?.corrected ?? null,
  };
}

export function unpack(data) {
  const index = withLogins(prepare(data), data.logins);
  return index.name.map((name, person) => [index.login[person], name, Object.fromEntries(Object.entries(index.facets).map(([key, facet]) => [key, codesOf(facet, person).map((code) => facet.names[code])]))]);
}

export const split = (text) => [wordsOf(text), slugOf(text)];

export function unpackNames(names, size, logins) {
  const all = namesOf(names, size);
  const login = loginsOf(all, logins);
  return all.map((name, person) => [name, login[person]]);
}

export function unpackCodes(column, size) {
  try {
    return [...codesIn(column, size)];
  } catch (error) {
    return error.message;
  }
}
