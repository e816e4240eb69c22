// Errors, in GOV.UK's way: a summary that takes the focus, and a message at each field.
import { element } from "../results.js";
import { _ } from "../words.js";

const title = document.title;

/** Show every problem, `[key, message]`, of the fields that a form asks; none takes all away. */
export function showProblems(form, fields, found) {
  for (const field of fields) showProblem(form, field, found.find(([key]) => key === field.key)?.[1]);
  const place = document.getElementById("errors");
  place.replaceChildren();
  document.title = found.length ? _("Error: %(title)s", { title }) : title;
  if (!found.length) return;
  const summary = document.getElementById("error-summary").content.firstElementChild.cloneNode(true);
  summary.querySelector("ul").append(...found.map(([key, message]) => entry(form, key, message)));
  place.append(summary);
  summary.focus();
}

function entry(form, key, message) {
  const item = element("li", "");
  const link = element("a", "", message);
  link.href = `#${key}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    form.querySelector(`[data-field="${key}"]`).scrollIntoView();
    document.getElementById(key).focus({ preventScroll: true });
  });
  item.append(link);
  return item;
}

function showProblem(form, field, message) {
  const group = form.querySelector(`[data-field="${field.key}"]`);
  const input = document.getElementById(field.key);
  const described = group.querySelector("fieldset") ?? input;
  document.getElementById(`${field.key}-error`)?.remove();
  group.classList.toggle("govuk-form-group--error", Boolean(message));
  for (const kind of ["input", "select", "textarea"]) if (input.classList.contains(`govuk-${kind}`)) input.classList.toggle(`govuk-${kind}--error`, Boolean(message));
  if (message) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  described.setAttribute("aria-describedby", `${field.key}-hint${message ? ` ${field.key}-error` : ""}`);
  if (!message) return;
  const line = element("p", "govuk-error-message");
  line.id = `${field.key}-error`;
  line.append(element("span", "govuk-visually-hidden", _("Error: ")), message);
  document.getElementById(`${field.key}-hint`).after(line);
}
