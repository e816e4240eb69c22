// Fetches the files of the search; those of two builds are never taken together.
import { prepare, withLogins } from "./search.js";

/** What stands at an address, as values. */
export async function fetched(address, cache = "default") {
  const answer = await fetch(address, { cache });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

/** The index with everybody's login; `tell` is given it before they are there. */
export async function loadIndex({ index, logins }, tell = () => {}) {
  for (const cache of ["default", "reload"]) {
    const found = prepare(await fetched(index, cache));
    tell(found);
    const file = await fetched(logins, cache);
    if (file.order === found.data.order) return withLogins(found, file);
  }
  throw new Error(`${index} and ${logins} are of two builds`);
}
