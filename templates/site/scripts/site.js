// Lets the page's other scripts come. A module runs once the style is there: on a slow link nothing
// takes its share of that, and the page can be read first.
const later = document.getElementById("later");
later?.replaceWith(later.content);
