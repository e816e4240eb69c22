// The list of mentors: reads the address bar and the form, asks search.js, draws results.js.
// The address bar holds the whole state, so that a search can be shared and gone back to.
import { drawFacets } from "./filters.js";
import { fetched, loadIndex } from "./loading.js";
import { PEOPLE_A_PAGE, card, chosenFilter, element, pagination } from "./results.js";
import { answer, arrange, askedWords, fileOf, filter, nearbyAreas } from "./search.js";
import { _, counted } from "./words.js";

const PAUSE_WHILE_TYPING = 150; // milliseconds
const NEARBY_AREAS = 3;

const find = document.getElementById("find");
const form = document.getElementById("find-mentor");
const results = document.getElementById("results");
const count = document.getElementById("count");
const announced = document.getElementById("announced");
const chosenList = document.getElementById("chosen");
const filters = document.getElementById("filters");
const showFilters = document.querySelector(".mm-filters__show");
const sorting = document.getElementById("sort");
const mentors = find.dataset.mentors;
const SITE = ` – ${document.querySelector('meta[property="og:site_name"]').content}`; // what every title ends in
const texts = {};

let loading = null;
let isHere = false;

/** The index, fetched once: `first` is it as soon as it can answer, `whole` with the logins. */
function load() {
  if (loading) return loading;
  const one = {};
  const early = new Promise((tell) => { one.whole = loadIndex(find.dataset, tell); });
  one.first = Promise.race([early, one.whole]);
  one.whole.then(() => { one.first = one.whole; }, () => { loading = null; });
  one.first.then(() => { isHere = true; }, () => {}); // whoever waits for either is told
  loading = one;
  return one;
}

/** Fetch the files of mentors' own texts that a question needs; says whether there was any. */
async function loadTexts(index, text) {
  const needed = [...new Set(askedWords(text).map((word) => fileOf(index, word)))].filter((number) => number !== null && !texts[number]);
  await Promise.all(needed.map(async (number) => {
    const address = `${find.dataset.texts}${number}.json`;
    let file = await fetched(address).catch(() => null);
    // A file of another build counts in another order.
    if (file && file.order !== index.data.order) file = await fetched(address, "reload").catch(() => null);
    texts[number] = file?.order === index.data.order ? file : { words: {} };
  }));
  return needed.length > 0;
}

/** What the form says, as the part of the address after the question mark. */
function stateOfForm() {
  const state = new URLSearchParams();
  const text = form.elements.q.value.trim();
  if (text) state.set("q", text);
  for (const [key, value] of currentState()) if (!["q", "sort", "page"].includes(key)) state.append(key, value);
  if (sorting.value !== "best") state.set("sort", sorting.value);
  return state;
}

function putIntoForm(state) {
  // A space at the end is left alone: somebody may be about to type the next word.
  if (form.elements.q.value.trim() !== (state.get("q") ?? "")) form.elements.q.value = state.get("q") ?? "";
  sorting.value = state.get("sort");
  if (sorting.selectedIndex < 0) sorting.value = "best";
}

const currentState = () => new URLSearchParams(location.search);
const addressOf = (state) => `${location.pathname}${String(state) && `?${state}`}`;

/** The state without one filter, and from its first page. */
function without(state, key, value) {
  const rest = new URLSearchParams([...state].filter(([name, each]) => name !== "page" && !(name === key && each === value)));
  return addressOf(rest);
}

async function go(address, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  await show();
}

/** Go, and read on from the number of results; who has to wait is not fetched back when it comes. */
async function goToResults(address, how) {
  const mustWait = !isHere;
  const going = go(address, how);
  if (mustWait) count.focus();
  await going;
  if (!mustWait) count.focus();
}

/** Draw what the address bar asks for: at once, and again when more is known. */
async function show() {
  const state = currentState();
  const isCurrent = () => String(currentState()) === String(state);
  putIntoForm(state);
  try {
    const { first, whole } = load();
    showWaiting();
    const index = await first;
    if (!isCurrent()) return; // somebody went on meanwhile
    if (!index.login) draw(index, state);
    await drawWhole(await whole, state, isCurrent);
  } catch {
    if (!isCurrent()) return;
    announced.textContent = count.textContent = _("The search could not be loaded");
    document.title = count.textContent + SITE;
    showSorting(0);
    sayNoFilters();
    results.removeAttribute("aria-busy");
    results.replaceChildren(document.getElementById("not-loaded").content.cloneNode(true));
  }
}

/** Draw the filters alone: the list that stands there answers already. */
async function drawFilters() {
  try {
    const index = await load().first;
    const state = currentState();
    const chosen = chosenCodes(index, state);
    drawFacets(filters, index, chosen, filter(index, answer(index, state.get("q") ?? "", texts), chosen, openFacets()).counts);
  } catch {
    sayNoFilters();
  }
}

function sayNoFilters() {
  for (const waiting of filters.querySelectorAll(".mm-facet__waiting")) waiting.textContent = _("The filters could not be loaded. Check your connection, and close and open this part again.");
}

const openFacets = () => [...filters.querySelectorAll("details[open]")].map((details) => details.dataset.facet);

/** Until the index is here, do not let the list that stands there pass for the answer. */
function showWaiting() {
  if (isHere) return;
  count.textContent = _("Searching…");
  results.setAttribute("aria-busy", "true");
}

async function drawWhole(index, state, isCurrent) {
  if (!isCurrent()) return;
  let found = draw(index, state);
  if (found?.inTexts && (await loadTexts(index, state.get("q") ?? "")) && isCurrent()) found = draw(index, state);
  if (!isCurrent()) return;
  const number = Number(count.dataset.number);
  announced.textContent = [...(number ? wordsFor(found) : []), counted(number, "%(count)s mentor found", "%(count)s mentors found")].join(" ");
}

/** Draw the answer from what is at hand, and give what the text found. */
function draw(index, state) {
  const found = answer(index, state.get("q") ?? "", texts);
  const chosen = chosenCodes(index, state);
  const { people, counts } = filter(index, found, chosen, openFacets());
  drawFacets(filters, index, chosen, counts);
  drawChosen(index, state, chosen);
  drawResults(index, state, found, arrange(index, people, found, sorting.value), chosen);
  return found;
}

function chosenCodes(index, state) {
  return Object.fromEntries(
    Object.entries(index.facets).map(([key, facet]) => [
      key,
      new Set(state.getAll(key).map((slug) => facet.slugs.indexOf(slug)).filter((code) => code >= 0)),
    ]),
  );
}

function drawChosen(index, state, chosen) {
  const items = Object.entries(chosen).flatMap(([key, codes]) => {
    const { names, slugs } = index.facets[key];
    return [...codes].map((code) => chosenFilter(_(names[code]), without(state, key, slugs[code])));
  });
  const number = items.length;
  if (number) {
    const text = state.get("q");
    const clear = element("li", "mm-chosen__clear");
    const link = element("a", "", _("Clear filters"));
    link.href = addressOf(new URLSearchParams(text ? { q: text } : {}));
    clear.append(link);
    items.push(clear);
  }
  chosenList.replaceChildren(...items);
  showFilters.textContent = wordsOfButton(filtersOpen(), number);
}

function wordsOfButton(open, number) {
  if (open) return _("Hide filters");
  return number ? counted(number, "Show filters (%(count)s chosen)", "Show filters (%(count)s chosen)") : _("Show filters");
}

function drawResults(index, state, found, people, chosen) {
  const pages = Math.max(1, Math.ceil(people.length / PEOPLE_A_PAGE));
  const page = Math.min(Math.max(1, Number.parseInt(state.get("page") ?? "1", 10) || 1), pages);
  const shown = people.slice((page - 1) * PEOPLE_A_PAGE, page * PEOPLE_A_PAGE);
  count.dataset.number = people.length;
  const words = counted(people.length, "%(count)s mentor", "%(count)s mentors");
  count.textContent = words + (pages > 1 ? _(", page %(number)s of %(pages)s", { number: page, pages }) : "");
  document.title = _("%(words)s: %(number)s", { words: state.get("q") || _("Find a mentor"), number: count.textContent }) + SITE;
  showSorting(people.length);
  document.getElementById("full")?.remove(); // it speaks of the whole list
  results.removeAttribute("aria-busy");
  const list = element("ul", "mm-cards mm-cards--new");
  inPeace(() => list.classList.remove("mm-cards--new"));
  const asked = found?.areas ?? new Set();
  list.append(...shown.map((person) => card(index, person, asked, mentors)));
  const above = people.length ? wordsFor(found).map((words) => element("p", "govuk-body", words)) : [];
  const below = pagination(page, pages, (number) => addressOfPage(state, number));
  results.replaceChildren(...above, ...(people.length ? [list] : advice(index, state, found, chosen)), ...below);
}

/** That other words were searched for than those that were asked, where it is so. */
const wordsFor = (found) => (found?.corrected ? [_("Nothing matches what you wrote. These are results for “%(words)s”.", { words: found.corrected })] : []);

/** One mentor, or none, stands in no order; who is there just now is not sent away. */
function showSorting(number) {
  sorting.parentElement.hidden = number < 2 && document.activeElement !== sorting;
}

/** Do something when nothing else is waiting; Safari has no idle time. */
function inPeace(act) {
  (window.requestIdleCallback ?? setTimeout)(act);
}

function addressOfPage(state, number) {
  const other = new URLSearchParams(state);
  if (number === 1) other.delete("page");
  else other.set("page", String(number));
  return addressOf(other);
}

/** What to try where nothing was found. */
function advice(index, state, found, chosen) {
  const inset = element("div", "govuk-inset-text");
  const tips = element("ul", "govuk-list govuk-list--bullet");
  tips.append(...nearbyAreas(index, found, chosen).slice(0, NEARBY_AREAS).map((near) => nearbyTip(index, state, near)));
  if ([...state.keys()].some((key) => key !== "q" && key !== "page" && key !== "sort")) tips.append(element("li", "", _("remove a filter")));
  const missing = [...(found?.missing ?? [])].map((which) => index.data.missing[which].name);
  tips.append(
    missing.length
      ? linkTip(_("ask for it in your profile all the same, so that organisers see that a mentor is missing"), `${mentors}../join/?seeks=${encodeURIComponent(missing[0])}`)
      : element("li", "", _("use fewer or other words, such as “interviews” in place of “job interview questions”")),
    linkTip(_("look at all the areas and choose a nearby one"), `${mentors}../areas/`),
  );
  const why = missing.length ? _("Nobody offers “%(area)s” yet. You could:", { area: missing[0] }) : _("No mentor matches. You could:");
  inset.append(element("p", "govuk-body", why), tips);
  return [inset];
}

/** “see the 3 mentors who offer the nearby area …”: the same filters with that area alone. */
function nearbyTip(index, state, { code, mentors: number }) {
  const { names, slugs } = index.facets.area;
  const other = new URLSearchParams([...state].filter(([key]) => !["q", "area", "page"].includes(key)));
  other.append("area", slugs[code]);
  const text = counted(number, "see the mentor who offers the nearby area “%(area)s”", "see the %(count)s mentors who offer the nearby area “%(area)s”", { area: names[code] });
  return linkTip(text, addressOf(other));
}

function linkTip(text, address) {
  const link = element("a", "govuk-link", text);
  link.href = address;
  const item = element("li", "");
  item.append(link);
  return item;
}

const filtersOpen = () => filters.classList.contains("mm-filters__body--open");

let pause = 0;
form.elements.q.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => go(addressOf(stateOfForm()), { replace: true }), PAUSE_WHILE_TYPING);
});

sorting.addEventListener("change", () => go(addressOf(stateOfForm())));

filters.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox") return; // a box to look for an option
  const state = stateOfForm();
  if (target.checked) state.append(target.name, target.value);
  go(target.checked ? addressOf(state) : without(state, target.name, target.value));
});

filters.addEventListener("toggle", async ({ target }) => {
  if (!target.open) return;
  await drawFilters();
}, { capture: true });

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(pause);
  await goToResults(addressOf(stateOfForm()), { replace: addressOf(stateOfForm()) === addressOf(currentState()) });
});

/** Links that only change the state are followed without leaving the page. */
find.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  const tip = link?.closest(".govuk-inset-text") && link.pathname === location.pathname;
  const inside = link && (chosenList.contains(link) || link.closest(".govuk-pagination") || tip);
  if (!inside || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const page = link.pathname.match(/page\/(\d+)\/$/);
  await goToResults(page ? addressOfPage(currentState(), Number(page[1])) : link.href);
  if (!chosenList.contains(link)) count.scrollIntoView({ block: "start" });
});

showFilters.addEventListener("click", () => {
  const open = filters.classList.toggle("mm-filters__body--open");
  showFilters.setAttribute("aria-expanded", String(open));
  const number = chosenList.querySelectorAll("li:not(.mm-chosen__clear)").length;
  showFilters.textContent = wordsOfButton(open, number);
});

addEventListener("popstate", show);

// Ready before the first question, with the filters drawn, and those in sight that are chosen.
for (const details of filters.querySelectorAll("details")) if (currentState().has(details.dataset.facet)) details.open = true;
if (location.search) show();
else drawFilters();
