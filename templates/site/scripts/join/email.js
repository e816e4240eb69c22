// A work address: whether it has the form of one, and whether its domain may join. A courtesy:
// the same answers as roster/email.py gives at the door, which a test compares.
import { _ } from "../words.js";

const LOCAL = /^[A-Za-z0-9!#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$&'*+/=?^_`{|}~-]+)*$/;
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`);
const LONGEST = 254;
const LONGEST_LOCAL = 64;

/** The sentence that says why a text is no address, or null. */
export function oddAddress(text) {
  const parts = text.split("@");
  if (parts.length !== 2) return _("An email address has one @, between a name and a domain.");
  const [local, domain] = parts;
  if (/[^\x00-\x7f]/.test(text)) return _("An email address here holds plain English letters, digits and signs only.");
  if (/\s/.test(text)) return _("There is a space in the email address.");
  if (text.length > LONGEST || local.length > LONGEST_LOCAL) return _("The email address is too long to be one.");
  if (!LOCAL.test(local)) return _("The part before the @ is not that of a plain email address.");
  if (!DOMAIN.test(domain)) return _("The part after the @ is not a domain such as cabinetoffice.gov.uk.");
  if (/^\d+$/.test(domain.split(".").at(-1))) return _("The part after the @ is a number, not a domain such as cabinetoffice.gov.uk.");
  return null;
}

/** What the programme says of the domain: "accepted", "a person must look" or "refused". */
export function admission(address, { domains, who_may_join: whoMayJoin }) {
  const domain = address.split("@").at(-1).toLowerCase();
  const labels = domain.split(".");
  const names = labels.map((_, first) => labels.slice(first).join("."));
  const name = names.find((each) => each in domains);
  if (name === undefined) return "refused";
  const outcome = domains[name][name === domain ? 0 : 1];
  if (outcome === "review") return "a person must look";
  return outcome === "civil service" || outcome === whoMayJoin ? "accepted" : "refused";
}
