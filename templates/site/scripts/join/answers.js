// Answers as pure functions: what is wrong with them, and the profile that they make. The model
// is join/form.json, made from the schema and the programme; the door decides in the end.
import { admission, oddAddress } from "./email.js";
import { fold } from "./suggesting.js";
import { written } from "../words.js";

const LISTS = new Set(["choices", "words", "logins"]);
const LOGINS = new Set(["login", "logins"]);
// White space as Python's str.split() takes it, which is not quite what \s means here.
const WHITE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const ENDS = new RegExp(`^${WHITE}+|${WHITE}+$`, "g");
const ONLY_SIGNS = new RegExp(`^(?:${WHITE}|[-–—~?.])*$`);
const INSIDE = new RegExp(`${WHITE}+`, "g");
const NOTHING = new Set([
  ...["none", "nil", "no", "na", "n a", "nobody", "no one", "noone", "nothing", "null"],
  ...["not applicable", "no manager", "no line manager", "unknown", "not known", "tbc", "tbd"],
]);
const TYPED = new Set(["number", "truth", "day"]);

export const isList = (field) => LISTS.has(field.kind);

/** The keys whose values are numbers, days or booleans. */
export const typedKeys = (model) => model.fields.filter((field) => TYPED.has(field.kind)).map((field) => field.key);

/** Whether an answer was given. */
export const isGiven = (value) => value !== undefined && value.length > 0;

/** An answer as intake/answers.py keeps it: white space made plain, logins in lower case. */
export function tidied(field, value) {
  if (Array.isArray(value)) return value.map((each) => line(field, each)).filter((each) => each && !saysNothing(field, each));
  if (saysNothing(field, value)) return "";
  if (field.kind !== "long text") return line(field, value);
  const text = value.toWellFormed().replace(/\r\n?/g, "\n").replace(ENDS, "");
  return text && `${text}\n`;
}

/** Whether an answer to a question that may be left open says that there is nothing. */
function saysNothing(field, value) {
  return !field.required && (ONLY_SIGNS.test(value) || NOTHING.has(fold(value)));
}

function line(field, value) {
  const text = value.toWellFormed().replace(ENDS, "").replace(INSIDE, " ");
  return LOGINS.has(field.kind) ? text.toLowerCase() : text;
}

/** Every problem as `[key, message]`, in the order of the form. */
export function problemsOf(model, answers) {
  const found = model.fields.filter((field) => field.source !== "day" && field.source !== "request").flatMap((field) => {
    const message = problemOf(field, answers[field.key], model);
    return message ? [[field.key, message]] : [];
  });
  const none = model.one_of.length > 0 && !model.one_of.some((key) => isGiven(answers[key]));
  return none ? inOrder(model, [...found, [model.one_of[0], model.messages.one_of]]) : found;
}

function inOrder(model, problems) {
  const place = new Map(model.fields.map((field, number) => [field.key, number]));
  return problems.sort(([one], [other]) => place.get(one) - place.get(other));
}

function problemOf(field, answer, model) {
  const value = answer === undefined ? "" : tidied(field, answer);
  if (!isGiven(value)) return field.required ? field.messages.missing : null;
  return isList(field) ? problemOfList(field, value) : problemOfText(field, value, model);
}

function problemOfList(field, entries) {
  if (entries.length > field.most) return filled(field.messages.many, { count: entries.length });
  const odd = field.pattern && entries.find((entry) => !matches(field.pattern, entry));
  return odd ? filled(field.messages.pattern, { value: odd }) : null;
}

function problemOfText(field, text, model) {
  const length = [...text.replace(/\n$/, "")].length;
  if (field.longest && length > field.longest) return filled(field.messages.long, { length: written(length) });
  if (field.pattern && !matches(field.pattern, text)) return filled(field.messages.pattern, { value: text });
  if (field.kind === "number") return problemOfNumber(field, text);
  if (field.kind === "address") return problemOfAddress(text, model);
  const what = field.kind === "text" || field.kind === "long text" ? contactIn(text, model) : null;
  return what && filled(model.messages.contact, { what });
}

/** What looks like a contact in a text that everybody can read, or null. */
export function contactIn(text, { contacts }) {
  const plain = text.normalize("NFKC").split("\n");
  return contacts.find(([pattern, flags]) => plain.some((each) => new RegExp(pattern, flags).test(each)))?.[2] ?? null;
}

function problemOfNumber(field, text) {
  if (!/^(?:0|[1-9][0-9]{0,17})$/.test(text)) return filled(field.messages.number, { value: text });
  if (Number(text) < field.smallest) return filled(field.messages.small, { value: text });
  return Number(text) > field.largest ? filled(field.messages.large, { value: text }) : null;
}

function problemOfAddress(text, model) {
  const odd = oddAddress(text);
  if (odd) return odd;
  const longest = model.seal ? model.seal.longest : Infinity;
  if (text.length > longest) return filled(model.messages.too_long_to_seal, { longest });
  return admission(text, model) === "refused" ? filled(model.messages.refused, { value: text.split("@").at(-1).toLowerCase() }) : null;
}

const matches = (pattern, text) => new RegExp(pattern, "u").test(text);

/** Put values into the places of a message. */
export const filled = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/**
 * The fields of the profile, in the order of the file: those that are answered, and the day.
 * What the schema takes anyway is left out.
 */
export function profileOf(model, answers, today) {
  return model.fields.flatMap((field) => {
    const value = field.source === "day" ? today : tidied(field, answers[field.key] ?? "");
    return isGiven(value) && value !== field.default ? [[field.key, value]] : [];
  });
}
