// What the scripts say, in the site's language. English stands in the scripts themselves; for
// another language the build puts its messages into these three lines.
const LANGUAGE = "en-GB";
const MESSAGES = {};
const formOf = (n) => Number(n !== 1);

/** A message, with values in its places: `%(name)s`. */
export const _ = (english, values = {}) => put(MESSAGES[english]?.[0] ?? english, values);

/** A message about a number, which stands at `%(count)s`. */
export function counted(number, one, many, values = {}) {
  const said = MESSAGES[one]?.[formOf(number)] ?? (number === 1 ? one : many);
  return put(said, { ...values, count: written(number) });
}

// One formatter for all numbers, made when the first is written: `toLocaleString` makes one each time, which
// took a third of a tick.
let numbers;

/** A number as people read it: 12,345. */
export const written = (number) => (numbers ??= new Intl.NumberFormat(LANGUAGE)).format(number);

const put = (message, values) => message.replace(/%\((\w+)\)s/g, (_place, name) => String(values[name]));
