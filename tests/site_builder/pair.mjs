// Explains every pair of mentees and mentors as "Mentors for me" does, the mentors read from the index.
import { prepare, withLogins } from "../../templates/site/scripts/search.js";
import { explain } from "../../templates/site/scripts/for-me/points.js";
import { mentorsOf } from "../../templates/site/scripts/for-me/people.js";

export function explainAll(tables, data, mentees) {
  const mentors = mentorsOf(withLogins(prepare(data), data.logins), tables);
  return mentees.map((mentee) => mentors.map((mentor) => [mentor.github, explain(tables, mentee, mentor)]));
}
