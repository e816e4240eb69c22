// Words as pure functions: a text taken apart, and the nearest word to a mistyped one.

// Letters that no accent parts from another one.
const LETTERS = { æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", ħ: "h", ı: "i" };

/** A text without case, accents and apostrophes, as an English keyboard has it. site_builder/words.py has the same. */
export function plain(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’ʼ]/g, "");
  return bare.toLowerCase().replace(/[æœøłđðþßħı]/g, (letter) => LETTERS[letter]);
}

/** Reduce a text to its words: no case, accents or punctuation. */
export const wordsOf = (text) => plain(text).replace(/&/g, " and ").split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** What an address calls a name, unless the index says otherwise. */
export const slugOf = (name) => wordsOf(name).join("-");

/** The nearest word to a mistyped one, at most two slips away, or itself again. */
export function nearestWord(vocabulary, asked) {
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
