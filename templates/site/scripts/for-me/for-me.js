// "Mentors for me": reads the answers, ranks everybody by the matcher's tables in points.js, and
// draws the mentors with their reasons. Answers stay in this browser, where the join form finds them.
import { isGiven, isList, problemsOf, tidied } from "../join/answers.js";
import { combobox } from "../join/combobox.js";
import { showProblems } from "../join/errors.js";
import { prepared } from "../join/suggesting.js";
import { writeFields } from "../join/yaml.js";
import { fetchIndex, fetched, pause } from "../loading.js";
import { card, element } from "../results.js";
import { once, prepare, withLogins } from "../search.js";
import { _, counted } from "../words.js";
import { mentorsOf } from "./people.js";
import { ranked } from "./points.js";

const KEPT = "mentor-match-join"; // as in join.js
const REQUIRED = new Set(["seeks", "grade", "organisation", "region", "meets"]);
const AT_ONCE = 20;
const SHOWN = "#mentors";

const form = document.getElementById("for-me");
const found = document.getElementById("found");
const count = document.getElementById("count");
const results = document.getElementById("results");
let isWanted = false; // before everything was there
const say = (text) => { document.getElementById("said").textContent = text; };
const waiting = new AbortController();
form.addEventListener("submit", (event) => { event.preventDefault(); isWanted = true; say(_("Loading…")); }, { signal: waiting.signal });
const [model, points, [packed, logins], names] = await load();
const asked = [...form.querySelectorAll("[data-field]")].map((group) => model.fields.find((field) => field.key === group.dataset.field));
const boxes = {};
let shown = AT_ONCE;

async function load() {
  try {
    return await Promise.all([fetched(form.dataset.form), fetched(form.dataset.points), fetchIndex(form.dataset), fetched(form.dataset.names)]);
  } catch (error) {
    const tell = sayWhyNot();
    form.addEventListener("submit", tell);
    if (isWanted) tell();
    throw error;
  }
}

/** Say at the top that nothing can be shown; gives what takes somebody there who asks. */
function sayWhyNot() {
  const why = element("div", "govuk-inset-text", _("This page could not be loaded. Check your connection and load it again."));
  why.tabIndex = -1;
  document.getElementById("errors").replaceChildren(why);
  return () => { say(""); why.focus(); };
}

// Answers: the same fields and comboboxes as the join form.

// Names are many: they are made ready when first asked for, so that the page answers meanwhile.
const lists = model.lists.map((list) => once(() => prepared(list)));
const people = once(() => prepared(names));
const nameOf = (login) => {
  const mentor = people().find((each) => each.name === login);
  return mentor ? `${mentor.spellings[1]} (${login})` : login;
};
for (const field of asked) {
  if (field.list === undefined && field.kind !== "logins") continue;
  const isChoice = field.kind === "logins";
  const options = isChoice ? people : lists[field.list];
  boxes[field.key] = combobox(document.getElementById(field.key), { options, most: field.most, say, changed, labelOf: isChoice ? nameOf : undefined });
}

function valueOf(field) {
  if (boxes[field.key]) return boxes[field.key].value();
  if (field.kind === "choices") return [...form.querySelectorAll(`[name="${field.key}"]:checked`)].map((box) => box.value);
  return document.getElementById(field.key).value;
}

function put(field, value) {
  if (boxes[field.key]) boxes[field.key].put(isList(field) ? [value].flat() : String(value));
  else if (field.kind === "choices") for (const box of form.querySelectorAll(`[name="${field.key}"]`)) box.checked = [value].flat().includes(box.value);
  else document.getElementById(field.key).value = String(value);
}

const answers = () => Object.fromEntries(asked.map((field) => [field.key, valueOf(field)]));

function kept() {
  try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; }
}

function changed() {
  const others = Object.fromEntries(Object.entries(kept()).filter(([key]) => !asked.some((field) => field.key === key)));
  const mine = Object.entries(answers()).filter(([, value]) => isGiven(value));
  try { localStorage.setItem(KEPT, JSON.stringify({ ...others, ...Object.fromEntries(mine) })); } catch { /* a browser that keeps nothing */ }
  if (!found.hidden) draw();
}

function problems() {
  const all = new Map(problemsOf({ ...model, fields: asked, one_of: [] }, answers()));
  for (const field of asked) {
    if (REQUIRED.has(field.key) && !isGiven(valueOf(field))) all.set(field.key, field.messages.missing ?? _("Choose what you would like help with."));
    const left = boxes[field.key]?.left();
    if (left) all.set(field.key, field.messages.unknown.replace("{value}", () => left));
  }
  return asked.filter(({ key }) => all.has(key)).map(({ key }) => [key, all.get(key)]);
}

/** The answers as the matcher has a mentee. */
function mentee() {
  const given = Object.fromEntries(asked.map((field) => [field.key, tidied(field, valueOf(field))]));
  return { ...given, grade: points.grades.findIndex(([name]) => name === given.grade), widest_gap: Number(given.widest_gap) || null };
}

let index;
let mentors;

// Unpacked when somebody begins to answer, a part at a time.
const unpacked = once(async () => {
  await pause();
  const found = prepare(packed);
  await pause();
  index = withLogins(found, logins);
  await pause();
  mentors = mentorsOf(index, points);
});

// Results.

function draw() {
  const who = mentee();
  const all = ranked(points, who, mentors);
  const seeks = new Set(index.facets.area.names.flatMap((name, code) => (who.seeks.includes(name) ? [code] : [])));
  count.textContent = counted(all.length, "%(count)s mentor for you", "%(count)s mentors for you");
  const list = element("ol", "mm-cards");
  list.append(...all.slice(0, shown).map((one) => drawn(one, seeks, who)));
  results.replaceChildren(...(all.length ? [list, ...more(all.length)] : [advice()]));
  drawChoices(who.choices);
}

function drawn({ mentor, score, reasons, uncovered }, seeks, { choices }) {
  const item = card(index, mentor.person, seeks, form.dataset.mentors);
  const body = item.querySelector(".mm-card__body");
  const why = element("ul", "govuk-list govuk-list--bullet mm-reasons");
  why.append(...reasons.map(([reason, each]) => element("li", "", counted(each, "%(reason)s (%(count)s point)", "%(reason)s (%(count)s points)", { reason: capitalised(reason) }))));
  if (uncovered.length) why.append(element("li", "", _("Not covered: %(areas)s", { areas: uncovered.join(", ") })));
  const isChosen = choices.includes(mentor.github);
  const button = element("button", "govuk-button govuk-button--secondary mm-reasons__choose", isChosen ? _("Remove from my choices") : _("Add to my choices"));
  button.type = "button";
  button.id = `choose-${mentor.github}`;
  button.append(element("span", "govuk-visually-hidden", `: ${index.name[mentor.person]}`));
  button.addEventListener("click", () => choose(mentor.github, isChosen));
  body.append(element("p", "mm-reasons__points", counted(score, "%(count)s point", "%(count)s points")), why, button);
  return item;
}

const capitalised = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function choose(login, isChosen) {
  const field = asked.find((each) => each.key === "choices");
  const before = boxes.choices.value();
  if (!isChosen && before.length >= field.most) { say(_("%(most)s is the most. Remove one first.", { most: field.most })); return; }
  const after = isChosen ? before.filter((each) => each !== login) : [...before, login];
  boxes.choices.put(after);
  changed();
  (document.getElementById(`choose-${login}`) ?? count).focus();
  say(isChosen ? _("%(name)s removed", { name: nameOf(login) }) : _("%(name)s added, %(number)s of at most %(most)s", { name: nameOf(login), number: after.length, most: field.most }));
}

function more(number) {
  if (number <= shown) return [];
  const button = element("button", "govuk-button govuk-button--secondary", _("Show %(count)s more", { count: Math.min(AT_ONCE, number - shown) }));
  button.type = "button";
  button.addEventListener("click", () => {
    const next = shown;
    shown += AT_ONCE;
    draw();
    results.querySelectorAll(".mm-card__name a")[next].focus();
  });
  return [button];
}

function advice() {
  const inset = element("div", "govuk-inset-text");
  const tips = element("ul", "govuk-list govuk-list--bullet");
  const gaps = points.largest_gap > points.smallest_gap ? _("%(least)s to %(most)s", { least: points.smallest_gap, most: points.largest_gap }) : points.smallest_gap;
  const all = element("a", "govuk-link", _("look at all mentors: here they stand %(gaps)s grades above you, as this programme asks", { gaps }));
  all.href = form.dataset.mentors;
  const last = element("li", "");
  last.append(all);
  tips.append(...[_("add another area that you would like to develop"), _("meet remotely as well")].map((tip) => element("li", "", tip)), last);
  inset.append(element("p", "govuk-body", _("The rules of this programme leave no mentor for these answers. You could:")), tips);
  return inset;
}

function drawChoices(choices) {
  document.getElementById("copy").hidden = choices.length === 0;
  document.getElementById("yaml").textContent = writeFields([["choices", choices]], []).trimEnd();
}

async function show() {
  const wrong = problems();
  showProblems(form, asked, wrong);
  if (wrong.length) { found.hidden = true; return; }
  try { await unpacked(); } catch { sayWhyNot()(); return; }
  found.hidden = false;
  shown = AT_ONCE;
  draw();
  history.replaceState(null, "", SHOWN);
  count.focus();
}

document.getElementById("copy-yaml").addEventListener("click", async () => {
  const code = document.getElementById("yaml");
  try { await navigator.clipboard.writeText(code.textContent); say(_("Copied")); } catch { getSelection().selectAllChildren(code); say(_("Press Control and C to copy")); }
});
form.addEventListener("focusin", () => { unpacked().catch(() => {}); }, { once: true }); // who asks is told
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
const before = kept();
for (const field of asked) if (isGiven(before[field.key]) && !isGiven(valueOf(field))) put(field, before[field.key]);
for (const box of Object.values(boxes)) box.arrived(); // what was typed before
waiting.abort();
form.dataset.ready = "true";
if (isWanted || (location.hash === SHOWN && !problems().length)) show();
