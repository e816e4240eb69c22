// Lets the page's other scripts come. A module runs once the style is there: on a slow link nothing
// takes its share of that, and the page can be read first.
const later = document.getElementById("later");
later?.replaceWith(later.content);

// Meanwhile a phone's button opens the menu by being reached (_page.scss): say that it is there. In
// Safari to press it is not to reach it.
const button = document.querySelector(".govuk-service-navigation__toggle");
button?.removeAttribute("aria-hidden");
button?.addEventListener("click", () => button.focus(), { once: true });
