/* The room as dots that one could count: each is the mark of its choice, stacked in columns a choice, with its count and label below.

   const picture = dotPictureOn(element, grid);
   picture.paint(result)     a result of a view with its counts; null takes every dot away */

import { choiceData, choiceMark } from "./choice_mark.js";
import { number } from "./language.js";
import { inLanguage, make } from "./projector_dom.js";
import { words } from "./talk_screen_words.js";

const PITCH = 30; // units from dot to dot, of which a mark takes 24
const LARGEST = 3.1; // times the size of type: dots, not plates
const LARGER = 4.6; // where there are few, which would be lost on the screen
const FEW = 12; // dots on a square
const SVG = "http://www.w3.org/2000/svg";

/* How many dots stand side by side in each choice's `width` × `height`, and how far apart: {across, pitch}. All
   choices stack alike, so that heights can be compared. Where dots get no smaller for it, stacks are broad; those of few dots
   are high, and the dots larger, so that a small room fills its screen too. `type`: its size in pixels. Pure. */
export function dotLayout(counts, width, height, type) {
  const most = Math.max(1, ...counts);
  const few = counts.reduce((sum, count) => sum + count, 0) <= FEW;
  const largest = type * (few ? LARGER : LARGEST);
  let best = { across: 1, pitch: 0 };
  for (let across = 1; across <= most; across += 1) {
    const pitch = Math.min(largest, width / across, height / Math.ceil(most / across));
    if (few ? pitch > best.pitch : pitch >= best.pitch) best = { across, pitch };
  }
  return best;
}

/* Where each of `count` dots stands, in units from the top left of their stack, which is filled from below. Pure. */
export function dotPlaces(count, across) {
  const rows = Math.ceil(count / across);
  return Array.from({ length: count }, (_, at) => [(at % across) * PITCH, (rows - 1 - Math.floor(at / across)) * PITCH]);
}

export function dotPictureOn(element, grid) {
  const columns = grid.choices.map((choice, at) => columnOf(choice, at + 1, grid.language));
  const paper = make("p", "dot-picture-paper");
  element.replaceChildren(make("div", "dot-picture-columns", ...columns.map((column) => column.item)), paper);
  let counts = null;
  let drawn = "";

  function paint(result) {
    counts = result && result.counts;
    columns.forEach((column, at) => column.say(counts ? counts[at] : null));
    paper.textContent = result && result.paper ? words.paper(result.paper) : "";
    draw();
  }

  /* Again only when there is another number of dots, or another space for them. */
  function draw() {
    if (!counts) {
      drawn = "";
      return columns.forEach((column) => column.draw(0, { across: 1, pitch: 0 }));
    }
    const { clientWidth: width, clientHeight: height } = columns[0].stack;
    const layout = dotLayout(counts, width, height, parseFloat(getComputedStyle(element).fontSize));
    const now = JSON.stringify([counts, layout]);
    if (now === drawn || !width) return undefined;
    drawn = now;
    return columns.forEach((column, at) => column.draw(counts[at], layout));
  }

  new ResizeObserver(draw).observe(element);
  return { paint, draw };
}

/* One choice: its stack of dots, and below it how many and what they say. */
function columnOf(choice, place, language) {
  const stack = make("div", "dot-picture-stack");
  const count = make("strong", "dot-picture-count");
  const label = inLanguage(language, make("span", "dot-picture-label", choice.label));
  const item = make("div", "dot-picture-column", stack, make("p", "dot-picture-says", count, " ", label));

  function say(n) {
    count.textContent = n === null ? "" : number(n);
  }

  function draw(n, { across, pitch }) {
    if (!n || !pitch) return stack.replaceChildren();
    const rows = Math.ceil(n / across);
    const wide = Math.min(n, across);
    const viewBox = `0 0 ${wide * PITCH} ${rows * PITCH}`;
    const dots = svg("svg", { class: "choice-mark dot-picture-dots", viewBox, "aria-hidden": "true" });
    Object.assign(dots.dataset, choiceData(choice, place));
    dots.style.width = `${wide * pitch}px`;
    dots.style.height = `${rows * pitch}px`;
    dots.append(...marks(choice, place, dotPlaces(n, across)));
    return stack.replaceChildren(dots);
  }

  return { item, stack, say, draw };
}

/* One mark at each place: a group, so that what CSS says of a mark's parts holds for them. */
function marks(choice, place, places) {
  const one = svg("g", {});
  const mark = choiceMark(choice, place);
  Object.assign(one.dataset, { shape: choice.shape, mark: choice.mark });
  one.append(...[...mark.children].map(sized));
  return places.map(([across, down]) => {
    const dot = one.cloneNode(true);
    dot.setAttribute("transform", `translate(${across + (PITCH - 24) / 2} ${down + (PITCH - 24) / 2})`);
    return dot;
  });
}

/* A symbol is as large as its picture unless it says how large. */
function sized(use) {
  use.setAttribute("width", "24");
  use.setAttribute("height", "24");
  return use;
}

function svg(name, attributes) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}
