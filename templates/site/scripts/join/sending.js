// Where the answers go, as pure functions: addresses of GitHub's pages that already hold them.

/** The most bytes that an address may have: GitHub answers longer ones with an error. */
export const LONGEST_ADDRESS = 8000;

/** GitHub's page for a new file, holding the file unless the address would be too long. */
export function pullRequest(repository, login, text) {
  const page = `${repository}/new/main?filename=${encodeURIComponent(`profiles/${login}.yaml`)}`;
  return whole(`${page}&value=${encodeURIComponent(text)}`, page);
}

/** An answer as the form on GitHub takes it: what is typed stands on a line each. */
export const asAnswer = (field, value) => (Array.isArray(value) ? value.join(field.kind === "choices" ? ", " : "\n") : value);

/**
 * The form on GitHub, its fields filled in with texts. Where the address would be too long, the longest
 * answers are left out, and named.
 */
export function formIssue(repository, template, given) {
  const left = [];
  for (;;) {
    const query = new URLSearchParams([["template", template], ...given.filter(([key]) => !left.includes(key))]);
    const address = `${repository}/issues/new?${query}`;
    if (address.length <= LONGEST_ADDRESS || left.length === given.length) return { address, left };
    left.push(longestOf(given.filter(([key]) => !left.includes(key))));
  }
}

const longestOf = (given) => given.reduce((one, other) => (encodeURIComponent(other[1]).length > encodeURIComponent(one[1]).length ? other : one))[0];

const whole = (address, page) => (address.length <= LONGEST_ADDRESS ? { address, isWhole: true } : { address: page, isWhole: false });
