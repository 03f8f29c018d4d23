/* The mark of a choice, made in the browser: the same shapes and signs as partials/choice_mark.html (a test holds the two
   together). CSS colours it by place and key. Hidden from screen readers: the words always stand beside it. */

const SVG = "http://www.w3.org/2000/svg";

export const SHAPES = {
  circle: "M12 1.2a10.8 10.8 0 1 1 0 21.6a10.8 10.8 0 0 1 0-21.6z",
  triangle: "M12 1.6 23 21.6H1z",
  square: "M3.2 1.8h17.6a1.4 1.4 0 0 1 1.4 1.4v17.6a1.4 1.4 0 0 1-1.4 1.4H3.2a1.4 1.4 0 0 1-1.4-1.4V3.2a1.4 1.4 0 0 1 1.4-1.4z",
  diamond: "M12 1 23 12 12 23 1 12z",
  hexagon: "M6.4 2.3h11.2L23 12l-5.4 9.7H6.4L1 12z",
};
export const SIGNS = {
  check: "M7.2 12.5l3.3 3.3 6.3-7",
  question: "M9 9.3a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.1-1.5 2.3M12 17.6v.01",
  cross: "M8.2 8.2l7.6 7.6M15.8 8.2l-7.6 7.6",
  plus: "M12 7v10M7 12h10",
  minus: "M7.2 12h9.6",
};
const INTO_TRIANGLE = "translate(2.4 5.6) scale(.8)";

/* `place` counts from 1, as everywhere in CSS. */
export function choiceMark(choice, place) {
  const mark = svg("svg", { class: "choice-mark", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" });
  Object.assign(mark.dataset, choiceData(choice, place));
  mark.append(svg("path", { class: "choice-mark-shape", d: SHAPES[choice.shape] }));
  if (!SIGNS[choice.mark]) return mark;
  const sign = svg("path", { class: "choice-mark-sign", d: SIGNS[choice.mark] });
  if (choice.shape === "triangle") sign.setAttribute("transform", INTO_TRIANGLE);
  mark.append(sign);
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
