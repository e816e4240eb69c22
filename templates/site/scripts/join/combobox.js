// A field in which one types and chooses: the "editable combobox with list autocomplete" of the
// ARIA Authoring Practices Guide. With a list of what was picked it takes several, in order.
// docs/decisions/0009-our-own-combobox.md says why it is ours.
import { element } from "../results.js";
import { _, counted } from "../words.js";
import { resolved, suggestions } from "./suggesting.js";

/**
 * Make an input a combobox. `options` are prepared; `say` tells screen readers; `changed` is
 * called after each change; `labelOf` writes a name for people. `options()` is null until they are
 * there; call `arrived` then. Returns `value`, `left`, `put`, `draw` and `arrived`.
 */
export function combobox(input, { options, most = 1, say, changed, labelOf = (name) => name }) {
  const list = document.getElementById(`${input.id}-list`);
  const ordered = document.getElementById(`${input.id}-picked`);
  const words = document.getElementById("words").dataset;
  let shown = [];
  let active = -1;
  let picked = [];

  function open() {
    shown = suggestions(options() ?? [], input.value).filter(({ name }) => !picked.includes(name));
    active = -1;
    list.replaceChildren(...shown.map(drawn));
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    input.removeAttribute("aria-activedescendant");
    if (input.value.trim() && options()) say(shown.length ? counted(shown.length, "%(count)s result", "%(count)s results") : _("No results"));
  }

  function close() {
    shown = [];
    active = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function drawn({ name, because }, number) {
    const item = element("li", "mm-combobox__option", labelOf(name));
    item.id = `${input.id}-option-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    if (because && because !== labelOf(name)) item.append(element("span", "mm-combobox__because", ` ${because}`));
    item.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
    item.addEventListener("click", () => pick(name));
    return item;
  }

  function move(step) {
    if (!shown.length) open();
    if (!shown.length) return;
    active = active < 0 && step < 0 ? shown.length - 1 : (active + step + shown.length) % shown.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === active)));
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function pick(name) {
    close();
    if (!ordered) {
      input.value = name;
    } else {
      input.value = "";
      if (picked.length >= most) {
        say(_("%(most)s is the most. Remove one first.", { most }));
        return;
      }
      if (!picked.includes(name)) picked = [...picked, name];
      draw();
      say(_("%(name)s added, %(number)s of at most %(most)s", { name: labelOf(name), number: picked.length, most }));
    }
    changed();
  }

  function draw() {
    if (!ordered) return;
    ordered.hidden = picked.length === 0;
    ordered.replaceChildren(...picked.map((name, place) => {
      const item = element("li", "mm-picked__item");
      const buttons = element("span", "mm-picked__buttons");
      if (place > 0) buttons.append(button("up", "↑", words.addUp, name, () => swap(place, place - 1, "up")));
      if (place < picked.length - 1) buttons.append(button("down", "↓", words.addDown, name, () => swap(place, place + 1, "down")));
      buttons.append(button("remove", "×", words.remove, name, () => remove(place)));
      item.append(element("span", "", labelOf(name)), buttons);
      return item;
    }));
  }

  function button(kind, sign, text, name, act) {
    const node = element("button", "mm-picked__button", sign);
    node.type = "button";
    node.dataset.does = kind;
    node.setAttribute("aria-label", `${text}: ${labelOf(name)}`);
    node.addEventListener("click", act);
    return node;
  }

  function swap(from, to, kind) {
    const moved = picked[from];
    picked = picked.map((name, place) => (place === from ? picked[to] : place === to ? moved : name));
    draw();
    const buttons = ordered.children[to].querySelectorAll("button");
    ([...buttons].find((each) => each.dataset.does === kind) ?? buttons[0]).focus();
    say(_("%(name)s is now number %(number)s of %(all)s", { name: labelOf(moved), number: to + 1, all: picked.length }));
    changed();
  }

  function remove(place) {
    const gone = picked[place];
    picked = picked.filter((_, each) => each !== place);
    draw();
    (ordered.children[Math.min(place, picked.length - 1)]?.querySelector('[data-does="remove"]') ?? input).focus();
    say(_("%(name)s removed", { name: labelOf(gone) }));
    changed();
  }

  /** Take a text that is a name or an alias, whatever its case; leave any other as it is. */
  function settle() {
    const name = input.value.trim() ? resolved(options() ?? [], input.value) : null;
    if (name !== null) pick(name);
    close();
  }

  input.addEventListener("input", () => { open(); changed(); });
  input.addEventListener("blur", settle);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: () => (shown.length ? close() : (input.value = "")), Enter: () => (active >= 0 ? pick(shown[active].name) : settle()) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  return {
    /** What was picked, or typed; `left` is what was typed and is no known word. */
    value: () => (ordered ? picked : input.value),
    left: () => (ordered ? input.value.trim() : input.value.trim() && resolved(options() ?? [], input.value) === null ? input.value.trim() : ""),
    put(value) {
      if (ordered) picked = [...new Set(value)].slice(0, most);
      else input.value = value;
      draw();
    },
    draw,
    /** The options came, perhaps after somebody typed, or even left: what was typed counts. */
    arrived() {
      draw();
      if (document.activeElement !== input) settle();
      else if (input.value.trim()) open();
    },
  };
}
