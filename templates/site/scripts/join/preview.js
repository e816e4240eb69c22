// Draws the card as the directory will show it. All text is set as text, never as HTML.
import { element, waysToMeet } from "../results.js";
import { _ } from "../words.js";
import { initialsOf, shownName, tintOf } from "./card.js";

const AREAS_A_CARD = 4;
const WORDS = 200;

/** Draw the card of a profile; `labels` are the words for values of lists in sight. */
export function card(profile, labels) {
  const node = document.getElementById("mentor-card").content.firstElementChild.cloneNode(true);
  const initials = node.querySelector(".mm-initials");
  const shown = shownName(profile.name ?? "", labels.names);
  initials.textContent = initialsOf(shown);
  initials.classList.add(`mm-initials--${tintOf(profile.github ?? "")}`);
  const name = node.querySelector(".mm-card__name");
  name.textContent = shown || _("Your name");
  node.querySelector(".mm-card__role").textContent = [labels.grade, profile.organisation].filter(Boolean).join(", ");
  const offers = profile.offers ?? [];
  const areas = node.querySelector(".mm-areas");
  areas.append(...offers.slice(0, AREAS_A_CARD).map((area) => element("li", "mm-area", area)));
  if (offers.length > AREAS_A_CARD) areas.append(element("li", "mm-area mm-area--more", _("and %(number)s more", { number: offers.length - AREAS_A_CARD })));
  if (!offers.length) areas.remove();
  if (profile.about) node.querySelector(".mm-card__where").before(element("p", "mm-card__words", shortened(profile.about)));
  node.querySelector(".mm-card__where").textContent = [profile.profession, profile.region, waysToMeet(profile.meets ?? [])].filter(Boolean).join(" · ");
  return node;
}

const shortened = (text) => (text.length > WORDS ? `${text.slice(0, WORDS).replace(/\s+\S*$/, "")}…` : text);
