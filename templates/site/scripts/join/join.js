// The form on the join page: reads the questions, says what is wrong, keeps what was typed, and
// hands the file on. What an answer must be is in answers.js and join/form.json.
import { element } from "../results.js";
import { filled, isGiven, isList, problemsOf, profileOf, tidied, typedKeys } from "./answers.js";
import { combobox } from "./combobox.js";
import { showProblems } from "./errors.js";
import { card } from "./preview.js";
import { asAnswer, formIssue, pullRequest } from "./sending.js";
import { prepared, resolved } from "./suggesting.js";
import { writeFields } from "./yaml.js";
import { _ } from "../words.js";

const KEPT = "mentor-match-join";
const form = document.getElementById("join");
const model = await load();
const asked = model.fields.filter((field) => document.getElementById(field.key));
const boxes = {};
let mentors = null;

const say = (text) => { document.getElementById("said").textContent = text; };
const inputOf = (key) => document.getElementById(key);
const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const today = () => new Date().toISOString().slice(0, 10);

async function load() {
  try {
    const answer = await fetch(form.dataset.form);
    return await answer.json();
  } catch (error) {
    document.getElementById("errors").append(element("div", "govuk-inset-text", _("The form could not be loaded. Check your connection and load this page again, or use the template below.")));
    throw error;
  }
}

function valueOf(field) {
  if (boxes[field.key]) return boxes[field.key].value();
  if (field.kind === "choices") return [...form.querySelectorAll(`[name="${field.key}"]:checked`)].map((box) => box.value);
  return inputOf(field.key).value;
}

function put(field, value) {
  if (boxes[field.key]) boxes[field.key].put(isList(field) ? [value].flat() : String(value));
  else if (field.kind === "choices") for (const box of form.querySelectorAll(`[name="${field.key}"]`)) box.checked = [value].flat().includes(box.value);
  else inputOf(field.key).value = String(value);
}

const answersNow = () => Object.fromEntries(asked.map((field) => [field.key, valueOf(field)]));

// Comboboxes: words of the programme's lists, and mentors by name.

const lists = model.lists.map(prepared);
const nameOf = (login) => {
  const mentor = mentors?.find((each) => each.name === login);
  return mentor ? `${mentor.spellings[1]} (${login})` : login;
};
let loadingMentors = null;
const loadMentors = () => {
  loadingMentors ??= fetch(form.dataset.mentors).then((answer) => answer.json()).then((people) => {
    mentors = prepared(people);
    for (const field of asked) if (field.kind === "logins") boxes[field.key].arrived();
  }).catch(() => { loadingMentors = null; });
  return loadingMentors;
};
for (const field of asked) {
  if (field.list === undefined && field.kind !== "logins") continue;
  const options = field.kind === "logins" ? () => mentors : () => lists[field.list];
  boxes[field.key] = combobox(inputOf(field.key), { options, most: field.most, say, changed, labelOf: field.kind === "logins" ? nameOf : undefined });
  if (field.kind === "logins") inputOf(field.key).addEventListener("focus", loadMentors);
}

// Kept in this browser until sent; an email address never is.

function keep() {
  const kept = Object.fromEntries(asked.filter((field) => field.kind !== "address").map((field) => [field.key, valueOf(field)]).filter(([, value]) => isGiven(value)));
  try {
    if (Object.keys(kept).length) localStorage.setItem(KEPT, JSON.stringify(kept));
    else forget();
  } catch { /* a browser that keeps nothing */ }
}

const forget = () => { try { localStorage.removeItem(KEPT); } catch { /* nor forgets */ } };

/** The entries that an address gives; a name of the programme's lists may have commas of its own. */
function givenIn(field, text) {
  const isOne = resolved(lists[field.list] ?? [], text) !== null;
  return (isOne ? [text] : text.split(",")).map((each) => each.trim()).filter(Boolean);
}

function restore() {
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { /* nothing of ours */ }
  const address = new URLSearchParams(location.search);
  for (const field of asked) {
    if (field.kind === "address") continue;
    if (isGiven(kept[field.key]) && !isGiven(valueOf(field))) put(field, kept[field.key]);
    const given = givenIn(field, address.get(field.key) ?? "");
    if (!isGiven(given)) continue;
    const value = isList(field) ? [...given, ...[valueOf(field)].flat()] : given.join(",");
    put(field, value);
  }
  const isAsked = ({ key }) => inputOf(key).value || document.activeElement === inputOf(key);
  if (asked.some((field) => field.kind === "logins" && (isGiven(valueOf(field)) || isAsked(field)))) loadMentors();
}

/** Take what was typed before the form was ready as if it had been typed now. */
function takeEarly() {
  for (const box of Object.values(boxes)) box.arrived();
  if (early.includes(inputOf("github")) && document.activeElement !== inputOf("github")) looking = lookUp();
  changed();
}

function changed() {
  keep();
  drawPreview();
}

function drawPreview() {
  const profile = Object.fromEntries(profileOf(model, answersNow(), today()));
  const grade = inputOf("grade");
  document.getElementById("preview").replaceChildren(card(profile, { names: model.names, grade: profile.grade && grade.selectedOptions[0].textContent }));
  const isShown = profile.offers || model.mentees_are_listed;
  document.getElementById("preview-words").textContent = isShown
    ? _("This is how the directory lists you. Your page also shows all that you can help with.")
    : _("You are not in the directory unless you can help with something: people who seek a mentor are only counted.");
}

// The number of the account: the one question that goes to another place, asked when the login is left.

class UnknownAccount extends Error {}
let asking = null;
let looking = null;
const lookedUp = document.getElementById("looked-up");

async function lookUp() {
  const field = asked.find((each) => each.key === "github");
  const login = tidied(field, inputOf("github").value);
  if (login === inputOf("github").dataset.found) return;
  asking?.abort();
  if (inputOf("github").dataset.found) inputOf("github_id").value = "";
  inputOf("github").dataset.found = "";
  if (!login || !new RegExp(field.pattern).test(login)) return;
  asking = new AbortController();
  lookedUp.textContent = _("Asking GitHub for the number of %(login)s…", { login });
  try {
    const answer = await fetch(`${form.dataset.api}/users/${encodeURIComponent(login)}`, { signal: AbortSignal.any([asking.signal, AbortSignal.timeout(8000)]), headers: { Accept: "application/vnd.github+json" }, credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.status === 404) throw new UnknownAccount(_("GitHub knows no account called %(login)s. Check the login.", { login }));
    const { id } = answer.ok ? await answer.json() : {};
    if (!Number.isSafeInteger(id)) throw new Error("no number");
    inputOf("github_id").value = String(id);
    inputOf("github").dataset.found = login;
    lookedUp.textContent = _("GitHub says that %(login)s has the number %(id)s.", { login, id });
    changed();
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error instanceof UnknownAccount) lookedUp.textContent = error.message;
    else sayNoAnswer(login);
  }
}

/** Say where the number stands: people who never saw that page need to be taken there. */
function sayNoAnswer(login) {
  const link = element("a", "govuk-link", _("what GitHub says of %(login)s (opens in a new tab)", { login }));
  Object.assign(link, { href: `${form.dataset.api}/users/${encodeURIComponent(login)}`, target: "_blank", rel: "noopener noreferrer" });
  lookedUp.replaceChildren(_("GitHub did not answer. Type the number yourself: it stands after “id” in"), " ", link, ".");
}

function problems() {
  const found = new Map(problemsOf(model, answersNow(), today()));
  for (const field of asked) {
    const left = boxes[field.key]?.left();
    if (left) found.set(field.key, filled(field.messages.unknown, { value: left }));
  }
  if (!isGiven(inputOf("github").value) && !isGiven(inputOf("github_id").value)) found.delete("github_id"); // it comes with the login
  const place = new Map(asked.map((field, number) => [field.key, number]));
  return [...found].sort(([one], [other]) => place.get(one) - place.get(other));
}

// Sending: three ways, one file.

/** The answers as they leave this page: a sealed address in place of the plain one where asked. */
async function outgoing() {
  const answers = answersNow();
  if (model.seal) {
    const { sealed } = await import("./seal.js");
    for (const field of asked) if (field.kind === "address") answers[field.key] = await sealed(tidied(field, answers[field.key]), model.seal);
  }
  return profileOf(model, answers, today());
}

async function send(how) {
  await Promise.all([looking, loadingMentors]);
  const found = problems();
  showProblems(form, asked, found);
  document.getElementById("sent").replaceChildren();
  if (found.length) return;
  const profile = await outgoing();
  how(profile, Object.fromEntries(profile).github, writeFields(profile, typedKeys(model)));
}

function sendPullRequest(profile, login, text) {
  const { address, isWhole } = pullRequest(form.dataset.repository, login, text);
  if (isWhole) opened(address);
  else tooLong(address, _("Copy your file, open GitHub, and paste it into the empty page."), text);
}

function sendFormIssue(profile) {
  const fields = new Map(model.fields.filter((field) => field.source === "person").map((field) => [field.key, field]));
  const answers = profile.filter(([key]) => fields.has(key)).map(([key, value]) => [key, asAnswer(fields.get(key), value)]);
  const { address, left } = formIssue(form.dataset.repository, model.template, answers);
  if (!left.length) { opened(address); return; }
  const labels = left.map((key) => form.querySelector(`label[for="${key}"]`).textContent);
  tooLong(address, _("GitHub’s form holds all your answers but this one: %(labels)s. Copy it, open GitHub, and paste it there.", { labels: labels.join(", ") }), answers.filter(([key]) => left.includes(key)).map(([, value]) => value).join("\n"));
}

function download(profile, login, text) {
  const link = element("a", "");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = `${login}.yaml`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  told(template("downloaded"));
}

function opened(address) {
  const note = template("opened");
  note.querySelector("a").href = address;
  window.open(address, "_blank", "noopener,noreferrer");
  told(note);
}

function tooLong(address, what, text) {
  const note = template("too-long");
  note.querySelector("[data-what]").textContent = what;
  note.querySelector("a").href = address;
  const area = note.querySelector("textarea");
  area.value = text;
  note.querySelector("button").addEventListener("click", async () => {
    area.select();
    try { await navigator.clipboard.writeText(text); say(_("Copied")); } catch { say(_("Press Control and C to copy")); }
  });
  note.querySelector("a").addEventListener("click", forget);
  show(note);
}

function told(note) {
  forget();
  show(note);
}

function show(note) {
  const place = document.getElementById("sent");
  place.replaceChildren(note);
  place.focus();
}

document.getElementById("by-hand").open = false;
const early = [...form.elements].filter((each) => (each.type === "checkbox" ? each.checked : each.value));
restore();
if (early.length) takeEarly();
else drawPreview();
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("submit", (event) => event.preventDefault());
inputOf("github").addEventListener("change", () => { looking = lookUp(); });
for (const [id, how] of [["send-pull-request", sendPullRequest], ["send-form-issue", sendFormIssue], ["download", download]]) {
  document.getElementById(id)?.addEventListener("click", () => send(how));
}
document.getElementById("clear").addEventListener("click", () => {
  for (const field of asked) put(field, isList(field) ? [] : "");
  inputOf("github").dataset.found = lookedUp.textContent = "";
  forget();
  showProblems(form, asked, []);
  document.getElementById("sent").replaceChildren();
  drawPreview();
  say(_("All answers are cleared"));
  form.querySelector("input").focus();
});
for (const button of form.querySelectorAll("#clear, .mm-join__send button")) button.disabled = false; // until now they would do nothing
form.dataset.ready = "true";
