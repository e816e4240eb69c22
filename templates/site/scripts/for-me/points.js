// The points and the rules of a pair as pure functions, from the tables that the matcher handed
// to the build (matcher/published.py), whose sentences are said in the site's language. A test compares
// every pair of the samples with `explain`.
import { _, counted } from "../words.js";

/**
 * What a mentee and a mentor earn as a pair: `score`, `reasons` as `[sentence, points]`, `broken`
 * (the names of the rules that forbid it) and `uncovered` needs. Grades are ranks from 0. A mentor
 * has `has_room` and `helps_nobody_yet` besides the fields of a profile.
 */
export function explain(tables, mentee, mentor) {
  const reasons = COMPONENTS.map((component) => component(tables, mentee, mentor)).filter(([, points]) => points > 0);
  return {
    score: reasons.reduce((sum, [, points]) => sum + points, 0),
    reasons,
    broken: Object.entries(RULES).filter(([, allows]) => !allows(tables, mentee, mentor)).map(([id]) => id),
    uncovered: mentee.seeks.filter((name) => !mentor.offers.includes(name)),
  };
}

/** Every mentor whom the rules allow, as `{mentor, score, reasons, uncovered}`, most points first. */
export function ranked(tables, mentee, mentors) {
  return mentors
    .map((mentor) => ({ mentor, ...explain(tables, mentee, mentor) }))
    .filter(({ broken }) => !broken.length)
    .sort((one, other) => other.score - one.score);
}

const RULES = {
  "not-oneself": (_, mentee, mentor) => mentee.github !== mentor.github,
  "covers-a-need": (tables, mentee, mentor) => !tables.areas_matter || mentee.seeks.some((name) => mentor.offers.includes(name)) || mentee.choices.includes(mentor.github),
  "grade-gap": (tables, mentee, mentor) => {
    const gap = mentor.grade - mentee.grade;
    return gap >= tables.smallest_gap && gap <= widestGap(tables, mentee);
  },
  "different-organisation": (tables, mentee, mentor) => tables.organisations !== "different" || !areRelated(tables, mentee, mentor),
  "common-meeting": (_, mentee, mentor) => bothMeet("remote", mentee, mentor) || meetInPerson(mentee, mentor),
  "has-a-place": (_, __, mentor) => mentor.has_room,
};

const widestGap = (tables, { widest_gap: widest }) => (widest && tables.mentees_may_widen ? Math.max(widest, tables.largest_gap) : tables.largest_gap);

const bothMeet = (way, mentee, mentor) => mentee.meets.includes(way) && mentor.meets.includes(way);

const meetInPerson = (mentee, mentor) => bothMeet("in person", mentee, mentor) && mentee.region === mentor.region;

function areRelated({ lineages }, mentee, mentor) {
  const theirs = lineages[mentor.organisation];
  return lineages[mentee.organisation].some((each) => theirs.includes(each));
}

/** In the order in which the matcher tells them. */
const COMPONENTS = [
  (tables, mentee, mentor) => [needsReason(tables, mentee, mentor), needsPoints(tables, mentee, mentor)],
  ({ choices, ordinals, words }, mentee, mentor) => {
    const rank = mentee.choices.indexOf(mentor.github);
    return rank in choices ? [filled(words.choice, { ordinal: filled(ordinals[rank]) }), choices[rank]] : ["", 0];
  },
  (tables, mentee, mentor) => {
    const gap = mentor.grade - mentee.grade;
    return [gapReason(tables, gap), tables.gaps[gap + (tables.gaps.length - 1) / 2]];
  },
  when("profession", (_, mentee, mentor) => mentee.profession && mentee.profession === mentor.profession),
  when("region", (_, mentee, mentor) => meetInPerson(mentee, mentor)),
  when("different_organisation", (tables, mentee, mentor) => tables.organisations === "prefer different" && !areRelated(tables, mentee, mentor)),
  when("not_yet_helping", (_, __, mentor) => mentor.helps_nobody_yet),
];

function when(name, holds) {
  return (tables, mentee, mentor) => [filled(tables.words[name], mentee), holds(tables, mentee, mentor) ? tables.points[name] : 0];
}

function nearOf({ groups }, { seeks }, { offers }) {
  const offered = new Set(offers.map((name) => groups[name]));
  return seeks.filter((name) => !offers.includes(name) && offered.has(groups[name]));
}

function needsPoints(tables, mentee, mentor) {
  if (!tables.areas_matter) return 0;
  const near = nearOf(tables, mentee, mentor);
  const count = mentee.seeks.length;
  return mentee.seeks.reduce((sum, name, rank) => {
    if (mentor.offers.includes(name)) return sum + tables.needs[count][rank];
    return sum + (near.includes(name) ? tables.near[count][rank] : 0);
  }, 0);
}

function needsReason(tables, mentee, mentor) {
  const { words } = tables;
  const { seeks } = mentee;
  const near = nearOf(tables, mentee, mentor).join(", ");
  const covered = seeks.filter((name) => mentor.offers.includes(name));
  if (!covered.length) return filled(words["only near"], { near });
  const names = covered.map((name) => (name === seeks[0] && seeks.length > 1 ? filled(words["most wanted"], { name }) : name)).join(", ");
  if (seeks.length === 1) return filled(words["one need"], { names });
  const share = words[covered.length === seeks.length ? "all needs" : "some needs"];
  return filled(share, { covered: covered.length, count: seeks.length, names }) + (near && filled(words["and near"], { near }));
}

function gapReason({ words, ideal_gap: ideal }, gap) {
  if (gap === 0) return filled(words["same grade"]);
  const [one, many] = ["grade", "grades"].map((grades) => words[`${grades} ${gap > 0 ? "above" : "below"}`]);
  const distance = Math.abs(gap);
  return put(counted(distance, one, many), { gap: distance }) + (gap === ideal ? filled(words["ideal gap"]) : "");
}

const filled = (english, values = {}) => put(_(english), values);

const put = (words, values) => words.replace(/\{(\w+)\}/g, (_place, name) => String(values[name]));
