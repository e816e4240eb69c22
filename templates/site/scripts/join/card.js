// What a card shows of a name and a login, as pure functions.

const TINTS = 6;

/** The first letters of the first and the last word, as site_builder/words.py takes them. */
export function initialsOf(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return [...words.slice(0, 1), ...words.slice(1).slice(-1)].map((word) => [...word][0]).join("").toUpperCase();
}

/** As much of a name as the programme shows, as site_builder/words.py has it. */
export function shownName(name, how) {
  if (how === "first name") return name.trim().split(/\s+/)[0];
  return how === "initials" ? [...initialsOf(name)].map((letter) => `${letter}.`).join(" ") : name;
}

/** The colour of the circle: CRC-32 of the login, as site_builder/public_view.py has it. */
export function tintOf(login) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(login)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ((~sum >>> 0) % TINTS) + 1;
}
