// Draws the filters: the options of each facet that is open, each with how many it would give.
// A list is made once, when its facet is first open; afterwards only counts and ticks change.
import { element } from "./results.js";
import { _, written } from "./words.js";

const IN_THEIR_ORDER = new Set(["grade", "meets", "room"]);
const boxes = new WeakMap();

/** Bring every open facet up to date; options that would give none step aside. */
export function drawFacets(filters, index, chosen, counts) {
  for (const details of filters.querySelectorAll("details[open]")) {
    const { facet: key } = details.dataset;
    const facet = index.facets[key];
    const group = details.querySelector(".govuk-checkboxes");
    if (!boxes.has(group)) fill(group, key, facet);
    const { made, nothing } = boxes.get(group);
    for (const option of made) {
      const isChosen = chosen[key]?.has(option.code) ?? false;
      if (option.box.checked !== isChosen) option.box.checked = isChosen;
      drawCount(option, counts[key][option.code], isChosen);
    }
    nothing.hidden = made.some(({ isHidden }) => !isHidden);
  }
}

/** Say how many an option would give, where that changed: most of a long list stays as it is. */
function drawCount(option, number, isChosen) {
  if (option.number !== number) option.label.nodeValue = `(${written(number)})`;
  option.number = number;
  const isHidden = number === 0 && !isChosen;
  if (option.isHidden !== isHidden) option.item.hidden = isHidden;
  option.isHidden = isHidden;
}

function fill(group, key, facet) {
  const made = inOrder(key, facet).map(([code, depth]) => ({ ...option(key, facet, code, depth), code }));
  const nothing = element("div", "govuk-hint", _("There is nothing to choose from here."));
  boxes.set(group, { made, nothing });
  group.replaceChildren(nothing, ...made.map(({ item }) => item));
}

/** Codes with their depth: by name, or in the programme's order; what is part of another below it. */
function inOrder(key, { names, above }) {
  const codes = [...names.keys()];
  if (!IN_THEIR_ORDER.has(key)) codes.sort((one, other) => names[one].localeCompare(names[other], "en"));
  if (!above) return codes.map((code) => [code, 0]);
  const below = Map.groupBy(codes, (code) => above[code][0]);
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
  return { item, box, label: count.firstChild, number: 0, isHidden: false };
}
