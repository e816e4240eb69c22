// Starts the components of GOV.UK Frontend that every page uses. The page is drawn after it has run
// (blocking="render"), so that the menu of a phone does not push the page about.
import { ServiceNavigation } from "../govuk/service-navigation.js";
import { SkipLink } from "../govuk/skip-link.js";

for (const Component of [ServiceNavigation, SkipLink]) {
  const root = document.querySelector(`[data-module="${Component.moduleName}"]`);
  if (root) new Component(root);
}
