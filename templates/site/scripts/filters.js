// Draws the filters: the options of each facet that is open, each with how many it would give.
// A list is made once, when its facet is first open; afterwards only counts and ticks change.
import { wordsOf } from "./nearest.js";
import { element } from "./results.js";
import { _, counted, written } from "./words.js";

const MANY = 20; // options, beyond which a list has a box to look for one
const IN_THEIR_ORDER = new Set(["grade", "meets", "room"]);
const boxes = new WeakMap();

/** Bring every open facet up to date; options that would give none step aside. */
export function drawFacets(filters, index, chosen, counts) {
  for (const details of filters.querySelectorAll("details[open]")) {
    const { facet: key } = details.dataset;
    const group = details.querySelector(".govuk-checkboxes");
    if (!boxes.has(group)) fill(group, key, index);
    const { made, nothing } = boxes.get(group);
    for (const option of made) {
      const isChosen = chosen[key]?.has(option.code) ?? false;
      if (option.box.checked !== isChosen) option.box.checked = isChosen;
      drawCount(option, counts[key][option.code], isChosen);
    }
    nothing.hidden = made.some(isInSight);
  }
}

const isInSight = ({ item }) => !item.hidden;

/** Say how many an option would give, where that changed: most of a long list stays as it is. */
function drawCount(option, number, isChosen) {
  if (option.number !== number) option.label.nodeValue = `(${written(number)})`;
  option.number = number;
  option.isEmpty = number === 0 && !isChosen;
  drawHidden(option);
}

function drawHidden(option) {
  const isHidden = option.isEmpty || !option.isWanted;
  if (option.isHidden !== isHidden) option.item.hidden = isHidden;
  option.isHidden = isHidden;
}

function fill(group, key, index) {
  const facet = index.facets[key];
  const made = inOrder(key, facet).map(([code, depth]) => ({ ...option(key, facet, code, depth), code }));
  const nothing = element("div", "govuk-hint", _("There is nothing to choose from here."));
  boxes.set(group, { made, nothing });
  group.replaceChildren(nothing, ...made.map(({ item }) => item));
  if (made.length > MANY) group.before(boxToLook(group, key, () => wordsByCode(index, key)));
}

/** What each option goes by, as words: its name, and its other names where it has some. */
function wordsByCode({ facets, words }, key) {
  const { areas, others } = words();
  if (key === "area") return areas.map(({ name, aliases }) => [...name, ...aliases]);
  return others.find(({ facet }) => facet === facets[key]).words;
}

/** A box above a long list that leaves those options in sight of which all words asked for begin one. */
function boxToLook(group, key, words) {
  const { made, nothing } = boxes.get(group);
  const whole = element("div", "mm-facet__look");
  const label = element("label", "govuk-label mm-count", counted(made.length, "Find one of %(count)s", "Find one of %(count)s"));
  label.append(element("span", "govuk-visually-hidden", `: ${group.getAttribute("aria-label")}`));
  const asked = element("input", "govuk-input");
  Object.assign(asked, { id: `look-${key}`, type: "search", autocomplete: "off" });
  label.htmlFor = asked.id;
  const said = element("p", "govuk-visually-hidden");
  said.setAttribute("role", "status");
  asked.addEventListener("input", () => {
    const wanted = wordsOf(asked.value);
    const own = words();
    for (const option of made) {
      option.isWanted = wanted.every((word) => own[option.code].some((each) => each.startsWith(word)));
      drawHidden(option);
    }
    const left = made.filter(isInSight).length;
    nothing.hidden = left > 0;
    said.textContent = counted(left, "%(count)s to choose from", "%(count)s to choose from");
  });
  whole.append(label, asked, said);
  return whole;
}

/** Codes with their depth: by name, or in the programme's order; what is part of another below it. */
function inOrder(key, { names, above }) {
  const codes = [...names.keys()];
  if (!IN_THEIR_ORDER.has(key)) codes.sort((one, other) => names[one].localeCompare(names[other], "en"));
  if (!above) return codes.map((code) => [code, 0]);
  const below = new Map(codes.map((code) => [above[code][0], []]));
  for (const code of codes) below.get(above[code][0]).push(code);
  const family = (code, depth) => [[code, depth], ...(below.get(code) ?? []).flatMap((child) => family(child, depth + 1))];
  return (below.get(undefined) ?? []).flatMap((code) => family(code, 0));
}

function option(key, { names, slugs }, code, depth) {
  const item = element("div", `govuk-checkboxes__item${depth ? " mm-facet__part" : ""}`);
  const box = element("input", "govuk-checkboxes__input");
  Object.assign(box, { id: `${key}-${slugs[code]}`, name: key, type: "checkbox", value: slugs[code] });
  const label = element("label", "govuk-label govuk-checkboxes__label", `${_(names[code])} `);
  label.htmlFor = box.id;
  const count = element("span", "mm-count", "(0)");
  label.append(count);
  item.append(box, label);
  return { item, box, label: count.firstChild, number: 0, isEmpty: false, isWanted: true, isHidden: false };
}
