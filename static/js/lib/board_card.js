/* The parts of one square's card on the board, made once: its label, its area (bar, empty words or turnout), its line of words.
   Above the bar there is a thin one, of what was before a second look. */

import { barOf } from "./board_bar.js";

/* An <li> for `square` of a grid, or `item` if the server has rendered one with its label in it. `pickable`: the label is a button. */
export function cardFor(square, { choices, language }, { item = document.createElement("li"), pickable = false } = {}) {
  const label = make("h3", "board-label");
  label.lang = language;
  label.append(pickable ? pick(square) : square.short);
  item.className = "board-square";
  item.dataset.square = String(square.id);
  item.replaceChildren(label, area(choices, language), says());
  return item;
}

function pick(square) {
  const button = make("button", "board-pick");
  button.type = "button";
  button.append(square.short);
  return button;
}

function area(choices, language) {
  const area = make("div", "board-area");
  const [before, bar] = [barOf(choices, language), barOf(choices, language)];
  before.classList.add("board-before");
  before.dataset.part = "before";
  before.prepend(make("span", "visually-hidden", "before-name"));
  bar.dataset.part = "bar";
  area.append(before, bar, make("p", "board-empty", "empty"), make("div", "board-turnout", "turnout"));
  return area;
}

function says() {
  const says = make("p", "board-says");
  const parts = ["word", "agreement", "fragile", "paper"].map((part) => make("span", `board-${part}`, part));
  says.append(...parts.flatMap((part) => [part, " "])); // a space between, for whoever hears it
  return says;
}

function make(name, className, part) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (part) element.dataset.part = part;
  return element;
}
