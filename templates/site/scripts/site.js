// Starts the components of GOV.UK Frontend that every page uses.
import { ServiceNavigation } from "../govuk/service-navigation.js";
import { SkipLink } from "../govuk/skip-link.js";

for (const Component of [ServiceNavigation, SkipLink]) {
  const root = document.querySelector(`[data-module="${Component.moduleName}"]`);
  if (root) new Component(root);
}
