/* The mark of a choice, made in the browser: what partials/choice_mark.html renders (a test holds the two together), with the
   shapes and signs of the sprite in the page. CSS colours it by place and key. Hidden from screen readers: the words always
   stand beside it. */

const SVG = "http://www.w3.org/2000/svg";

/* `place` counts from 1, as everywhere in CSS. */
export function choiceMark(choice, place) {
  const mark = svg("svg", { class: "choice-mark", viewBox: "0 0 24 24", "aria-hidden": "true" });
  Object.assign(mark.dataset, choiceData(choice, place));
  mark.append(svg("use", { class: "choice-mark-shape", href: `#shape-${choice.shape}` }));
  if (choice.mark !== "none") mark.append(svg("use", { class: "choice-mark-sign", href: `#sign-${choice.mark}` }));
  return mark;
}

/* What CSS needs to know about a choice, as data attributes. */
export function choiceData(choice, place) {
  return { choice: choice.key, place: String(place), shape: choice.shape, mark: choice.mark };
}

function svg(name, attributes) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}
