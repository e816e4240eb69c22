// Lets the page's other scripts come. A module runs once the style is there: on a slow link nothing
// takes its share of that, and the page can be read first.
const later = document.getElementById("later");
// A phone's button already opens its menu, if only by being reached (_page.scss): say that it is there.
document.querySelector(".govuk-service-navigation__toggle")?.removeAttribute("aria-hidden");
later?.replaceWith(later.content);
