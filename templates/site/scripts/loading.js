// Fetches the files of the search; those of two builds are never taken together.
import { prepare, withLogins } from "./search.js";

/** What stands at an address, as values. */
export async function fetched(address, cache = "default") {
  const answer = await fetch(address, { cache });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

/** The index with everybody's login; `tell` is given it before they are there. */
export async function loadIndex(addresses, tell = () => {}) {
  let found;
  const [, logins] = await fetchIndex(addresses, async (data) => {
    found = prepare(data);
    await pause();
    tell(found);
  });
  return withLogins(found, logins);
}

/** The files of the index and of the logins, still packed; `tell` is given the first before the second is there. */
export async function fetchIndex({ index, logins }, tell = () => {}) {
  for (const cache of ["default", "reload"]) {
    const data = await fetched(index, cache);
    await tell(data);
    const file = await fetched(logins, cache);
    if (file.order === data.order) return [data, file];
  }
  throw new Error(`${index} and ${logins} are of two builds`);
}

/** Let the browser do what is waiting: draw, or answer somebody. Safari cannot be asked to. */
export const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((go) => { setTimeout(go); });
