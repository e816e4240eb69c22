// Reads the columns of small numbers that site_builder/packed_codes.py writes. Knows nothing of
// what they mean.
const FIRST = 36; // as in packed_codes.py
const NO_CODE = -1;
const WINDOW = 24; // as many bits as the longest code has, looked at together

/**
 * Unpack `size` codes of a column; NO_CODE stands for no value. Codes of one length follow one
 * another, and shorter ones come before longer ones, as in RFC 1951, section 3.2.2: how long the
 * next one is follows from how large the next bits are. Throws where they make none.
 */
export function codesIn({ lengths, bits }, size) {
  const { ends, before, codes } = codeBook(lengths);
  const text = atob(bits);
  const bytes = new Uint8Array(text.length + 4);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  const found = new Int32Array(size);
  let place = 0;
  for (let number = 0; number < size; number += 1) {
    const at = place >> 3;
    const next = ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) << (place & 7) >>> (32 - WINDOW);
    let length = 1;
    while (next >= ends[length]) length += 1;
    place += length;
    if (length > WINDOW || place > 8 * text.length) throw new RangeError("damaged codes");
    found[number] = codes[(next >> (WINDOW - length)) - before[length]];
  }
  return found;
}

/**
 * The codes by their lengths; of each length where its codes end, as a number of WINDOW bits, and
 * what to take from a code of that length to find its place.
 */
function codeBook(lengths) {
  const length = Array.from(lengths, (each) => each.charCodeAt(0) - FIRST);
  const codes = [];
  const ends = [0];
  const before = [0];
  for (let bits = 1, end = 0; bits <= WINDOW; bits += 1) {
    before.push(2 * end - codes.length);
    length.forEach((each, symbol) => { if (each === bits) codes.push(symbol + NO_CODE); });
    end = codes.length + before[bits];
    ends.push(end * 2 ** (WINDOW - bits));
  }
  return { ends, before, codes };
}
