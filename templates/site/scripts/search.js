// Search and filters as pure functions: an index and a question in, mentors and counts out.
// Knows nothing of the page. The index is made by site_builder/search_index.py.

const WORDS_WITHOUT_WEIGHT = new Set(
  "a about an and at be for from help how i in is me my of on or the to who with can".split(" "),
);
const NAME = 6;
const AREA = 4;
const AREA_ALIAS = 3;
const OTHER = 2;
const WHOLE_WORD = 1;
const WHOLE_AREA = 8;

/** Reduce a text to its words: no case, accents or punctuation. */
export function wordsOf(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’ʼ]/g, "").replace(/&/g, " and ");
  return plain.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** Make the index ready: the words of every name, option and alias, once. */
export function prepare(data) {
  const { area, organisation, profession, region } = data.facets;
  const index = {
    data,
    size: data.login.length,
    people: data.name.map((name, person) => [...wordsOf(name), data.login[person]]),
    areas: area.names.map((name, code) => ({
      name: wordsOf(name),
      aliases: data.aliases.area[code].flatMap(wordsOf),
    })),
    missing: data.missing.map((each) => ({
      name: wordsOf(each.name),
      aliases: each.aliases.flatMap(wordsOf),
    })),
    others: [
      { codes: organisation.codes, words: organisation.names.map((name, code) => [name, ...data.aliases.organisation[code]].flatMap(wordsOf)) },
      { codes: profession.codes, words: profession.names.map(wordsOf) },
      { codes: region.codes, words: region.names.map(wordsOf) },
    ],
  };
  index.vocabulary = [
    ...new Set([
      ...index.people.flat(),
      ...[...index.areas, ...index.missing].flatMap((each) => [...each.name, ...each.aliases]),
      ...index.others.flatMap((each) => each.words.flat()),
    ]),
  ];
  return index;
}

/**
 * Find the mentors who answer a free text. Returns null for an empty text; otherwise
 * `scores` (0: no match), `areas` (codes of the areas that answer), `missing` (places of the
 * areas that answer and that nobody offers), and `corrected`, the words that were searched
 * instead where a word was mistyped.
 */
export function search(index, text) {
  const all = wordsOf(text);
  const weighty = all.filter((word) => !WORDS_WITHOUT_WEIGHT.has(word));
  const asked = weighty.length ? weighty : all;
  if (!asked.length) return null;
  const words = asked.map((word) => nearestWord(index.vocabulary, word));
  const areaScores = words.map((word) => index.areas.map((area) => scoreArea(area, word)));
  const whole = index.areas.map((_, code) => areaScores.every((scores) => scores[code] > 0));
  const otherScores = words.map((word) => index.others.map((facet) => facet.words.map((each) => scoreWords(each, word, OTHER))));
  const scores = new Float64Array(index.size);
  for (let person = 0; person < index.size; person += 1) {
    scores[person] = scorePerson(index, person, words, areaScores, otherScores, whole);
  }
  const answering = whole.some(Boolean) ? whole : areaScores[0].map((score) => words.length === 1 && score > 0);
  return {
    scores,
    areas: new Set(answering.flatMap((answers, code) => (answers ? [code] : []))),
    missing: new Set(
      index.missing.flatMap((area, which) => (words.every((word) => scoreArea(area, word)) ? [which] : [])),
    ),
    corrected: words.some((word, place) => word !== asked[place]) ? words.join(" ") : null,
  };
}

function scorePerson(index, person, words, areaScores, otherScores, whole) {
  const offered = index.data.facets.area.codes[person];
  let total = 0;
  for (let place = 0; place < words.length; place += 1) {
    let best = scoreWords(index.people[person], words[place], NAME);
    for (const code of offered) best = Math.max(best, areaScores[place][code]);
    index.others.forEach((facet, which) => {
      const code = facet.codes[person];
      if (code >= 0) best = Math.max(best, otherScores[place][which][code]);
    });
    if (best === 0) return 0;
    total += best;
  }
  return total + (offered.some((code) => whole[code]) ? WHOLE_AREA : 0);
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
function nearestWord(vocabulary, asked) {
  if (vocabulary.some((word) => word.startsWith(asked))) return asked;
  const allowed = asked.length >= 8 ? 2 : asked.length >= 4 ? 1 : 0;
  let best = asked;
  let least = allowed + 1;
  for (const word of vocabulary) {
    if (Math.abs(word.length - asked.length) > allowed) continue;
    const distance = editDistance(asked, word);
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}

/** Letters to add, drop, change or swap with their neighbour (Damerau and Levenshtein). */
function editDistance(one, other) {
  let before = [];
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const change = one[row - 1] === other[column - 1] ? 0 : 1;
      line[column] = Math.min(line[column - 1] + 1, above[column] + 1, above[column - 1] + change);
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) line[column] = Math.min(line[column], before[column - 2] + 1);
    }
    [before, above] = [above, line];
  }
  return above[other.length];
}

/**
 * Apply a search and the chosen options. `chosen` has a set of codes by facet key; options
 * of one facet widen the result, facets narrow it. Returns the mentors found, by name, and
 * for each facet the count of every option, were it chosen too.
 */
export function filter(index, found, chosen) {
  const facets = Object.entries(index.data.facets);
  const counts = Object.fromEntries(facets.map(([key, facet]) => [key, new Uint32Array(facet.names.length)]));
  const people = [];
  for (let person = 0; person < index.size; person += 1) {
    if (found && found.scores[person] === 0) continue;
    const missed = facets.filter(([key, facet]) => chosen[key]?.size && !codesOf(facet, person).some((code) => chosen[key].has(code)));
    if (missed.length === 0) people.push(person);
    for (const [key, facet] of facets) {
      const others = missed.length === 0 || (missed.length === 1 && missed[0][0] === key);
      if (others) for (const code of codesOf(facet, person)) counts[key][code] += 1;
    }
  }
  return { people, counts };
}

/** The orders that people may be put into; all fall back on the names. */
const ORDERS = {
  best: (index, found) => (one, other) => (found ? found.scores[other] - found.scores[one] : 0) || one - other,
  name: () => (one, other) => one - other,
  grade: ({ data }) => (one, other) => data.facets.grade.codes[other] - data.facets.grade.codes[one] || one - other,
};

/** Put people in order: `best` match first, by `name`, or by `grade`, most senior first. */
export function arrange(index, people, found, order) {
  return [...people].sort((ORDERS[order] ?? ORDERS.best)(index, found));
}

/**
 * The areas near those that were asked for, of the same groups, with how many mentors offer
 * them under the other filters; those with most mentors first.
 */
export function nearbyAreas(index, found, chosen) {
  const asked = new Set([...(found?.areas ?? []), ...(chosen.area ?? [])]);
  const groups = new Set([
    ...[...asked].map((code) => index.data.groups[code]),
    ...[...(found?.missing ?? [])].map((which) => index.data.missing[which].group),
  ]);
  const { counts } = filter(index, null, { ...chosen, area: new Set() });
  return index.data.groups
    .flatMap((group, code) => (groups.has(group) && !asked.has(code) && counts.area[code] ? [{ code, mentors: counts.area[code] }] : []))
    .sort((one, other) => other.mentors - one.mentors || one.code - other.code);
}

/** The codes of a person in a facet: none, one or several. */
export function codesOf(facet, person) {
  const codes = facet.codes[person];
  return Array.isArray(codes) ? codes : codes < 0 ? [] : [codes];
}
