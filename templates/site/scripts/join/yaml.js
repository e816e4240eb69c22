// A profile as its canonical YAML: the same bytes as roster/writing.py writes, which says why.

const UNSEEN = "\\x00-\\x09\\x0b-\\x1f\\x7f-\\xa0\\u2028\\u2029\\ufeff";
const LETTERS = "A-Za-z\\u00c0-\\u1fff\\u2c00-\\ud7ff";
const PLAIN = new RegExp(`^[${LETTERS}][^${UNSEEN}\\n:#]*(?<! )$`, "u");
const FOR_LISTS = /[,?[\]{}]/;
const BLOCK = new RegExp(`^[^${UNSEEN} \\n][^${UNSEEN}]*(?<![ \\n])\\n?$`, "u");
const BARE = /^[0-9A-Za-z-]+$/;
const WORDS = new Set(["true", "false", "yes", "no", "on", "off", "y", "n", "null"]);
const INDENT = "  ";

/**
 * Write fields as YAML, in the order given: pairs of a key and a text or a list of texts. `typed`
 * are the keys that other readers of YAML shall take as numbers, days and booleans.
 */
export function writeFields(fields, typed) {
  return fields.flatMap(([field, value]) => linesOf(field, value, typed.includes(field))).join("\n") + "\n";
}

function linesOf(field, value, isTyped) {
  if (Array.isArray(value)) return [`${field}: [${value.map(item).join(", ")}]`];
  if (isTyped && BARE.test(value)) return [`${field}: ${value}`];
  if (value.includes("\n") && BLOCK.test(value)) return block(field, value);
  return [`${field}: ${scalar(value)}`];
}

function item(text) {
  return FOR_LISTS.test(text) ? JSON.stringify(text) : scalar(text);
}

function scalar(text) {
  return PLAIN.test(text) && !WORDS.has(text.toLowerCase()) ? text : JSON.stringify(text);
}

function block(field, text) {
  const ending = text.endsWith("\n") ? "" : "-";
  const lines = text.replace(/\n$/, "").split("\n");
  return [`${field}: |${ending}`, ...lines.map((line) => line && INDENT + line)];
}
