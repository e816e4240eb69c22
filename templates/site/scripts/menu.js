// Starts the components of GOV.UK Frontend that every page uses. Until it is there, a phone's menu
// opens for whoever presses its button (_page.scss): for them it stays open.
import { ServiceNavigation, SkipLink } from "../govuk/components.js";

const menu = document.querySelector(".govuk-service-navigation__wrapper");
const isInUse = menu?.contains(document.activeElement);

for (const Component of [ServiceNavigation, SkipLink]) {
  const root = document.querySelector(`[data-module="${Component.moduleName}"]`);
  if (root) new Component(root);
}

if (isInUse) menu.querySelector("button:not([hidden])")?.click();
