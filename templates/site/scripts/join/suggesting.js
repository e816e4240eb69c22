// What somebody may mean while typing, as a pure function: options and a text in, options out.
// An option is a list of spellings: the name itself, then everything else that it goes by.

const MOST = 8;
const NEAR_ENOUGH = 0.45;
const PLACES = { name: 0, alias: 1, inside: 2 };

/** Reduce a spelling to what counts: no case, accents, punctuation; `&` reads as `and`. */
export function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’ʼ]/g, "").replace(/&/g, " and ");
  const words = plain.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return (words.length > 1 && words[0] === "the" ? words.slice(1) : words).join(" ");
}

/** Fold every spelling once: `{name, spellings}` for each option. */
export function prepared(options) {
  return options.map((spellings) => ({ name: spellings[0], spellings, folded: spellings.map(fold) }));
}

/** The name that a text stands for, whatever its case and punctuation, or null. */
export function resolved(options, text) {
  const wanted = fold(text);
  const named = options.find((option) => option.folded[0] === wanted);
  const alike = named ? [named] : options.filter((option) => option.folded.includes(wanted));
  return wanted && alike.length === 1 ? alike[0].name : null;
}

/**
 * The options that a text may mean, best first, at most eight: `{name, because}`, where `because`
 * is the other spelling that fits, or null. Names come before aliases; where nothing fits, what
 * is written most like the text.
 */
export function suggestions(options, text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const fitting = options.flatMap((option) => bestOf(option, wanted) ?? []);
  const found = fitting.length ? fitting : nearest(options, wanted);
  return found.sort((one, other) => one.place - other.place).slice(0, MOST).map(({ name, because }) => ({ name, because }));
}

function bestOf(option, wanted) {
  const places = option.folded.map((spelling, number) => placeOf(spelling, wanted, number));
  const place = Math.min(...places);
  if (place === Infinity) return null;
  const number = places.indexOf(place);
  return { name: option.name, because: number ? option.spellings[number] : null, place };
}

/** Whether every word of the text begins a word of the spelling, and how well. */
function placeOf(spelling, wanted, number) {
  const words = spelling.split(" ");
  const begins = wanted.split(" ").every((each) => words.some((word) => word.startsWith(each)));
  if (!begins) return Infinity;
  const whole = spelling === wanted ? -1 : 0;
  const kind = number ? PLACES.alias : PLACES.name;
  return whole + (spelling.startsWith(wanted) ? kind / 2 : PLACES.inside + kind);
}

function nearest(options, wanted) {
  if (wanted.length < 4) return [];
  const pairs = pairsOf(wanted);
  return options.flatMap((option) => {
    const likeness = option.folded.map((spelling) => alike(pairs, pairsOf(spelling)));
    const best = Math.max(...likeness);
    const number = likeness.indexOf(best);
    return best < NEAR_ENOUGH ? [] : [{ name: option.name, because: number ? option.spellings[number] : null, place: -best }];
  });
}

/** Neighbouring letters, which a slip of the finger mostly leaves as they were. */
const pairsOf = (text) => new Set(Array.from(text).slice(1).map((letter, place) => Array.from(text)[place] + letter));

function alike(some, others) {
  let both = 0;
  for (const pair of some) if (others.has(pair)) both += 1;
  return (2 * both) / (some.size + others.size);
}
