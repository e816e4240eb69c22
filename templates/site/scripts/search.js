// Search and filters as pure functions: an index and a question in, mentors and counts out.
// Knows nothing of the page. The index is made by site_builder/search_index.py.
import { codesIn } from "./codes.js";
import { nearestWord, plain, slugOf, wordsOf } from "./nearest.js";

const WORDS_WITHOUT_WEIGHT = new Set(
  "a about an and at be for from help how i in is me my of on or the to who with can".split(" "),
);
const NAME = 6;
const AREA = 4;
const AREA_ALIAS = 3;
const OTHER = 2;
const TEXT = 1;
const WHOLE_WORD = 1;
const WHOLE_AREA = 8;
const SHORTEST_IN_TEXTS = 3; // as in search_texts.py
const ENOUGH = 50; // as many as a page shows
const WITH_ROOM = "has-room-now";

/** A function that makes its value when it is first asked for. */
export function once(make) {
  let made;
  return () => (made ??= make());
}

/** Make the index ready: unpack the columns. What only a free text needs is made for the first one. */
export function prepare(data) {
  const names = namesOf(data.names, data.size);
  const facets = Object.fromEntries(Object.entries(data.facets).map(([key, column]) => [key, unpacked(column, data.size)]));
  return {
    data,
    facets,
    size: data.size,
    name: names,
    login: null,
    people: once(() => peopleText(names)),
    words: once(() => wordsIn(data, facets)),
  };
}

/** The words by which areas, organisations, professions and regions are found. */
function wordsIn(data, { area, organisation, profession, region }) {
  return {
    areas: area.names.map((name, code) => ({ name: wordsOf(name), aliases: wordsOf(data.aliases.area[code]) })),
    missing: data.missing.map((each) => ({ name: wordsOf(each.name), aliases: wordsOf(each.aliases) })),
    others: [
      { facet: organisation, words: organisation.names.map((name, code) => wordsOf(`${name} ${aliasesOf(name, data.aliases.organisation[code])}`)) },
      { facet: profession, words: profession.names.map(wordsOf) },
      { facet: region, words: region.names.map(wordsOf) },
    ],
  };
}

/** An organisation's other words, in which `^` stands for the capital letters of its name. */
const aliasesOf = (name, words) => words.replace("^", () => name.match(/[A-Z]/g).join(""));

/** The index with everybody's login, which comes in a file of its own. */
export function withLogins(index, file) {
  const login = loginsOf(index.name, file);
  return { ...index, login, people: once(() => peopleText(index.name.map((name, person) => `${name} ${login[person]}`))), vocabulary: null };
}

/** Everybody's name: parts that many share stand once, each person a step on; the others in the order of people. */
export function namesOf({ first, rest }, size) {
  const [one, other] = [first, rest].map((parts) => partsOf(parts, size));
  return one.map((part, person) => part + other[person]);
}

function partsOf({ common, codes, rare }, size) {
  const [often, seldom] = [common.split("\n"), rare.split("\n")];
  let next = 0;
  let code = 0;
  return Array.from(codesIn(codes, size), (step) => {
    if (step < 0) return seldom[next++];
    code = (code + step) % often.length;
    return often[code];
  });
}

/** Everybody's login, from what of it the names do not say: packed_names.py explains the signs. */
export function loginsOf(names, { ways, codes, rests }) {
  const code = codesIn(codes, names.length);
  const left = rests.split("\n");
  let next = 0;
  return names.map((name, person) => {
    if (!ways[code[person]]) return slugOf(name);
    const words = wordsOf(name);
    const [first, last] = [words[0], words.at(-1)];
    return ways[code[person]].replace(/[<>()*]/g, (sign) => {
      if (sign === "*") return left[next++];
      const word = "<(".includes(sign) ? first : last;
      return "<>".includes(sign) ? word : word.charAt(0);
    });
  });
}

/** A column as two arrays: the codes of all people, and where each person's begin. */
function unpacked({ names, slugs, codes, counts, sets, above }, size) {
  const start = new Uint32Array(size + 1);
  let flat = [];
  if (counts) {
    codesIn(counts, size).forEach((count, person) => { start[person + 1] = start[person] + count; });
    flat = codesIn(codes, start[size]);
  } else {
    const meant = sets ?? names.map((_, code) => [code, ...(above?.[code] ?? [])]);
    codesIn(codes, size).forEach((code, person) => {
      for (const each of meant[code] ?? []) flat.push(each);
      start[person + 1] = flat.length;
    });
  }
  return { names, slugs: slugs.map((slug, code) => slug || slugOf(names[code])), above, start, codes: Uint16Array.from(flat) };
}

/** One text with a line a person, all plain, and where each line begins. */
function peopleText(lines) {
  const text = plain(lines.join("\n"));
  const start = new Uint32Array(lines.length + 1);
  for (let person = 0, place = 0; person < lines.length; person += 1) {
    start[person] = place;
    place = text.indexOf("\n", place) + 1 || text.length + 1;
    start[person + 1] = place;
  }
  return { text: `\n${text}`, start };
}

/** The words of a text that are looked for: those with weight, where there are any. */
export function askedWords(text) {
  const all = wordsOf(text);
  const weighty = all.filter((word) => !WORDS_WITHOUT_WEIGHT.has(word));
  return weighty.length ? weighty : all;
}

/** The number of the file of texts in which a word stands, or null where none can: see search_texts.py. */
export function fileOf(index, word) {
  const files = index.data.texts;
  if (!files || word.length < SHORTEST_IN_TEXTS) return null;
  const beginning = word.slice(0, SHORTEST_IN_TEXTS);
  if (!/^[\x00-\x7f]*$/.test(beginning)) return 0;
  return [...beginning].reduce((number, letter) => number * 31 + letter.charCodeAt(0), 0) % files;
}

/**
 * Find the mentors who answer a free text, by their own texts too where few answer without these or a
 * word is unknown: `inTexts` says so. That depends on the text alone, so that an address gives the same
 * mentors, and a filter as many as it says, whatever was looked at before.
 */
export function answer(index, text, texts) {
  const found = search(index, text);
  if (!found) return null;
  const inTexts = found.corrected !== null || found.scores.filter(Boolean).length < ENOUGH;
  return { ...(inTexts ? search(index, text, texts) : found), inTexts };
}

/**
 * Find the mentors who answer a free text. Returns null for an empty text; otherwise
 * `scores` (0: no match), `named` (1: by name), `areas` (codes of the areas that answer),
 * `missing` (places of the areas that answer and that nobody offers), and `corrected`, the words
 * that were searched instead where a word was mistyped. `texts` has by number the files of words
 * in mentors' own texts that are at hand.
 */
export function search(index, text, texts = {}) {
  const asked = askedWords(text);
  if (!asked.length) return null;
  const words = asked.map((word) => known(index, word, texts));
  const { areas, missing } = index.words();
  const areaScores = words.map((word) => Uint8Array.from(areas, (area) => scoreArea(area, word)));
  const whole = areas.map((_, code) => areaScores.every((scores) => scores[code] > 0));
  const named = new Uint8Array(index.size).fill(1);
  const scores = new Uint16Array(index.size).fill(1);
  words.forEach((word, place) => addScores(index, word, areaScores[place], texts, { scores, named }));
  addWhole(index, whole, scores);
  const answering = whole.some(Boolean) || words.length > 1 ? whole : [...areaScores[0]].map((score) => score > 0);
  return {
    scores,
    named,
    areas: new Set(answering.flatMap((answers, code) => (answers ? [code] : []))),
    missing: new Set(missing.flatMap((area, which) => (words.every((word) => scoreArea(area, word)) ? [which] : []))),
    corrected: words.some((word, place) => word !== asked[place]) ? words.join(" ") : null,
  };
}

/** Add what each person earns for one word; who earns nothing for it is out for good. */
function addScores(index, word, areaScores, texts, { scores, named }) {
  const best = scoresByName(index, word);
  const { area } = index.facets;
  const others = index.words().others.map(({ facet, words }) => [facet, Uint8Array.from(words, (each) => scoreWords(each, word, OTHER))]);
  const inText = peopleWithText(index, word, texts);
  for (let person = 0; person < index.size; person += 1) {
    if (!scores[person]) continue;
    if (!best[person]) named[person] = 0;
    let most = best[person] || inText[person];
    for (const [facet, table] of [[area, areaScores], ...others]) {
      for (let place = facet.start[person]; place < facet.start[person + 1]; place += 1) most = Math.max(most, table[facet.codes[place]]);
    }
    scores[person] = most ? scores[person] + most : 0;
  }
  for (let person = 0; person < index.size; person += 1) named[person] &= scores[person] > 0;
}

function addWhole({ facets: { area }, size }, whole, scores) {
  for (let person = 0; person < size; person += 1) {
    if (!scores[person]) continue;
    for (let place = area.start[person]; place < area.start[person + 1]; place += 1) {
      if (whole[area.codes[place]]) { scores[person] += WHOLE_AREA; break; }
    }
  }
}

const isLetter = (text, place) => /[\p{L}\p{N}]/u.test(text.charAt(place));

/** For each person, what a word earns that begins a word of the name or the login. */
function scoresByName(index, word) {
  const { text, start } = index.people();
  const found = new Uint8Array(index.size);
  let person = 0;
  for (let place = text.indexOf(word); place >= 0; place = text.indexOf(word, place + 1)) {
    if (isLetter(text, place - 1)) continue;
    while (start[person + 1] < place) person += 1;
    const score = isLetter(text, place + word.length) ? NAME : NAME + WHOLE_WORD;
    found[person] = Math.max(found[person], score);
  }
  return found;
}

function peopleWithText(index, word, texts) {
  const found = new Uint8Array(index.size);
  for (const [each, steps] of Object.entries(texts[fileOf(index, word)]?.words ?? {})) {
    if (!each.startsWith(word)) continue;
    let person = 0;
    for (const step of steps) found[(person += step)] = TEXT;
  }
  return found;
}

function scoreArea(area, word) {
  return Math.max(scoreWords(area.name, word, AREA), scoreWords(area.aliases, word, AREA_ALIAS));
}

/** The weight if one of the words begins with what was asked, a little more if it equals it. */
function scoreWords(words, asked, weight) {
  let score = 0;
  for (const word of words) {
    if (word === asked) return weight + WHOLE_WORD;
    if (word.startsWith(asked)) score = weight;
  }
  return score;
}

/** The word itself if anything begins with it, or else the nearest one, or itself again. */
function known(index, word, texts) {
  const inTexts = Object.keys(texts[fileOf(index, word)]?.words ?? {});
  const isKnown = [...listedWords(index), inTexts].some((words) => words.some((each) => each.startsWith(word)));
  return isKnown || scoresByName(index, word).includes(NAME) || scoresByName(index, word).includes(NAME + WHOLE_WORD) ? word : nearestWord(vocabulary(index), word);
}

function listedWords(index) {
  const { areas, missing, others } = index.words();
  return [...[...areas, ...missing].flatMap((each) => [each.name, each.aliases]), ...others.flatMap((each) => each.words)];
}

/** Every word there is, gathered when one is first needed that nothing begins with. */
function vocabulary(index) {
  index.vocabulary ??= [...new Set([...index.people().text.split(/[^\p{L}\p{N}]+/u), ...listedWords(index).flat()])].filter(Boolean);
  return index.vocabulary;
}

/**
 * Apply a search and the chosen options. `chosen` has a set of codes by facet key; options
 * of one facet widen the result, facets narrow it. Whoever has no room is left out until asked
 * for, by that facet or by name. Returns the mentors found, by name, and for each of the facets
 * `counting` the count of every option, were it chosen too.
 */
export function filter(index, found, chosen, counting = Object.keys(index.facets)) {
  const facets = Object.entries(index.facets);
  const missed = new Uint8Array(index.size); // 0: nothing, 255: several, or no match; else facet
  facets.forEach(([key, facet], number) => markMissed(missed, number + 1, facet, allowed(index, key, chosen), key === "room" && !chosen.room?.size ? found?.named : null));
  const people = [];
  for (let person = 0; person < index.size; person += 1) {
    if (found && !found.scores[person]) missed[person] = 255;
    if (!missed[person]) people.push(person);
  }
  const counts = Object.fromEntries(facets.flatMap(([key, facet], number) => (counting.includes(key) ? [[key, counted(missed, number + 1, facet)]] : [])));
  return { people, counts };
}

/** Which codes of a facet let pass, or null where all do. */
function allowed(index, key, chosen) {
  const codes = chosen[key]?.size ? [...chosen[key]] : key === "room" ? [index.facets.room.slugs.indexOf(WITH_ROOM)] : [];
  if (!codes.length) return null;
  const table = new Uint8Array(index.facets[key].names.length);
  for (const code of codes) table[code] = 1;
  return table;
}

function markMissed(missed, number, { start, codes }, table, excused) {
  if (!table) return;
  for (let person = 0; person < missed.length; person += 1) {
    let passes = excused?.[person] ?? 0;
    for (let place = start[person]; place < start[person + 1]; place += 1) passes |= table[codes[place]];
    if (!passes) missed[person] = missed[person] ? 255 : number;
  }
}

function counted(missed, number, { names, start, codes }) {
  const counts = new Uint32Array(names.length);
  for (let person = 0; person < missed.length; person += 1) {
    if (missed[person] && missed[person] !== number) continue;
    for (let place = start[person]; place < start[person + 1]; place += 1) counts[codes[place]] += 1;
  }
  return counts;
}

/**
 * Put people, who come by name, in order: `best` match first, by `name`, or by `grade`, most senior
 * first. Those whom that does not part stay by name, and where it parts nobody nothing is sorted.
 */
export function arrange(index, people, found, order) {
  const { codes } = index.facets.grade;
  if (order === "grade") return [...people].sort((one, other) => codes[other] - codes[one]);
  return found && order !== "name" ? [...people].sort((one, other) => found.scores[other] - found.scores[one]) : people;
}

/**
 * The areas near those that were asked for, of the same groups, with how many mentors offer
 * them under the other filters; those with most mentors first.
 */
export function nearbyAreas(index, found, chosen) {
  const { groups, missing } = index.data;
  const asked = new Set([...(found?.areas ?? []), ...(chosen.area ?? [])]);
  const near = new Set([...[...asked].map((code) => groups[code]), ...[...(found?.missing ?? [])].map((which) => missing[which].group)]);
  const { counts } = filter(index, null, { ...chosen, area: new Set() }, ["area"]);
  return groups
    .flatMap((group, code) => (near.has(group) && !asked.has(code) && counts.area[code] ? [{ code, mentors: counts.area[code] }] : []))
    .sort((one, other) => other.mentors - one.mentors || index.facets.area.names[one.code].localeCompare(index.facets.area.names[other.code]));
}

/** The codes of a person in a facet: none, one or several; an organisation's own comes first. */
export function codesOf({ start, codes }, person) {
  return [...codes.subarray(start[person], start[person + 1])];
}
