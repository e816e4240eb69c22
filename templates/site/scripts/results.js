// Draws what was found: cards, chosen filters, page numbers. All text is set as text, never
// as HTML. The card is the page's own <template>, made from the same macro as the lists.
import { initialsOf, tintOf } from "./join/card.js";
import { codesOf } from "./search.js";
import { _ } from "./words.js";

export const PEOPLE_A_PAGE = 50;
const AREAS_A_CARD = 4;

/** One mentor's card, a link once logins are there; areas that were asked for come first. */
export function card(index, person, asked, mentors) {
  const { facets } = index;
  const node = document.getElementById("mentor-card").content.firstElementChild.cloneNode(true);
  const names = (key) => codesOf(facets[key], person).map((code) => facets[key].names[code]);
  const initials = node.querySelector(".mm-initials");
  initials.textContent = initialsOf(index.name[person]);
  const link = node.querySelector("a");
  link.textContent = index.name[person];
  if (index.login) {
    link.href = `${mentors}${index.login[person]}/`;
    initials.classList.add(`mm-initials--${tintOf(index.login[person])}`);
  }
  node.querySelector(".mm-card__role").textContent = `${_(names("grade")[0])}, ${names("organisation")[0]}`;
  if (!hasRoom(index, person)) node.querySelector(".mm-card__name").append(" ", element("span", "mm-full", _("No room just now")));
  node.querySelector(".mm-areas").append(...areas(facets.area, person, asked));
  node.querySelector(".mm-card__where").textContent = [...names("profession"), ...names("region"), waysToMeet(names("meets"))].join(" · ");
  return node;
}

const hasRoom = ({ facets: { room } }, person) => room.slugs[room.codes[person]] === "has-room-now";

function areas(facet, person, asked) {
  const codes = [...codesOf(facet, person)].sort((one, other) => asked.has(other) - asked.has(one));
  const items = codes.slice(0, AREAS_A_CARD).map((code) => {
    const item = element("li", "mm-area", facet.names[code]);
    if (asked.has(code)) item.classList.add("mm-area--found");
    return item;
  });
  if (codes.length > AREAS_A_CARD) {
    items.push(element("li", "mm-area mm-area--more", _("and %(number)s more", { number: codes.length - AREAS_A_CARD })));
  }
  return items;
}

/** How somebody can be met: “Remote and in person”. */
export function waysToMeet(ways) {
  const words = ways.map((way) => _(way)).join(_(" and "));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A link that removes one filter: `address` is the page without it. */
export function chosenFilter(name, address) {
  const item = element("li", "");
  const link = element("a", "", "");
  link.href = address;
  link.append(element("span", "govuk-visually-hidden", _("Remove filter: ")), name);
  item.append(link);
  return item;
}

/** The page numbers below the results, or nothing where all fit on one page. */
export function pagination(current, count, address) {
  if (count < 2) return [];
  const nav = element("nav", "govuk-pagination");
  nav.setAttribute("aria-label", _("Pagination"));
  const list = element("ul", "govuk-pagination__list");
  for (let number = 1; number <= count; number += 1) {
    const near = Math.abs(number - current);
    if (number === 1 || number === count || near <= 1) list.append(pageItem(number, current, address(number)));
    else if (near === 2) list.append(element("li", "govuk-pagination__item govuk-pagination__item--ellipsis", "⋯"));
  }
  if (current > 1) nav.append(stepLink("prev", _("Previous"), address(current - 1)));
  nav.append(list);
  if (current < count) nav.append(stepLink("next", _("Next"), address(current + 1)));
  return [nav];
}

function pageItem(number, current, address) {
  const item = element("li", "govuk-pagination__item");
  const link = element("a", "govuk-link govuk-pagination__link", String(number));
  link.href = address;
  link.setAttribute("aria-label", _("Page %(number)s", { number }));
  if (number === current) {
    item.classList.add("govuk-pagination__item--current");
    link.setAttribute("aria-current", "page");
  }
  item.append(link);
  return item;
}

function stepLink(direction, text, address) {
  const step = element("div", `govuk-pagination__${direction}`);
  const link = element("a", "govuk-link govuk-pagination__link");
  link.href = address;
  link.rel = direction;
  const title = element("span", "govuk-pagination__link-title", text);
  title.append(element("span", "govuk-visually-hidden", _(" page")));
  link.append(title);
  step.append(link);
  return step;
}

/** An element with its classes and its text. */
export function element(name, classes, text = "") {
  const node = document.createElement(name);
  if (classes) node.className = classes;
  node.textContent = text;
  return node;
}
