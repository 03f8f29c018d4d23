/* The live heatmap, shared by projector and console: one card a square, in the view's order.

   const board = boardOn(element, grid, { onPick });   `element` has class="board" and a height. It is empty, or holds what the
                                                       server rendered: <ol class="board-squares"><li data-square="7">label
   board.paint(view);                                  a projector's or a console's view, as docs/wire.md tells it

   `onPick(id)`, if given, makes each label a button. Cards are made once and then only updated, so that focus and animations
   stay. Moves glide, unless somebody asked for reduced motion. */

import { cardFor } from "./board_card.js";
import { fittingSize, layoutFor } from "./board_layout.js";
import { boardSquareOn } from "./board_square.js";
import { lookedAgain } from "./board_state.js";
import { movingFrom } from "./glide.js";

const MANY = 12; // squares: from here on a star stands for what would otherwise be said on each of them
const FEW_ROWS = 4; // with more, cards are low: CSS puts side by side what else stands one below the other

export function boardOn(element, grid, options = {}) {
  const list = listIn(element);
  const squares = new Map(grid.squares.map((square) => [square.id, squareIn(list, square, grid, options)]));
  const items = [...squares.values()].map((square) => square.item);
  let fittedFor = "";
  let size = 0; // pixels of type
  let painted = false; // what the server has rendered has no place to glide from

  function paint(view) {
    const moved = movingFrom(painted ? items : []);
    painted = true;
    arrange(view.order);
    const many = view.order.length > MANY;
    element.dataset.many = String(many);
    element.dataset.again = String(view.order.some((id) => lookedAgain(view.results && view.results[id])));
    element.dataset.layer = view.results ? view.board.layer : "turnout";
    squares.forEach((square, id) => square.paint(square.item.hidden ? { ...view, results: null } : view, view.order.indexOf(id), many));
    fit();
    moved();
  }

  /* The squares of `order`, in that order, and no others. Only what is out of place is moved in the document. */
  function arrange(order) {
    const shown = new Set(order);
    squares.forEach((square, id) => {
      square.item.hidden = !shown.has(id);
    });
    const focused = document.activeElement;
    order.forEach((id, at) => {
      const { item } = squares.get(id);
      if (list.children[at] !== item) list.insertBefore(item, list.children[at]);
    });
    if (focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
  }

  /* Columns, rows and the largest type at which everything is inside its card. While the same squares are shown in the same
     space, type may shrink for a longer word but does not grow again: a live board must not breathe. */
  function fit() {
    const { clientWidth: width, clientHeight: height } = element;
    const shown = items.filter((item) => !item.hidden);
    const now = [width, height, element.dataset.layer, element.dataset.again, shown.map((item) => item.dataset.square).sort()].join();
    if (!width || !shown.length) return;
    if (now !== fittedFor) {
      const layout = layoutFor(shown.length, width, height);
      list.style.setProperty("--columns", String(layout.columns));
      element.dataset.dense = String(layout.rows > FEW_ROWS);
      size = layout.size;
    }
    fittedFor = now;
    size = fittingSize(size, (pixels) => fits(pixels, shown));
  }

  function fits(pixels, shown) {
    list.style.setProperty("--size", `${pixels}px`);
    const lowest = Math.max(...shown.map((item) => item.offsetTop + item.offsetHeight)); // where they are heading, while they glide
    const inside = lowest <= list.offsetTop + list.clientHeight + 1;
    return inside && ![...shown, ...list.querySelectorAll(".bar:not(.board-before)")].some(overflows);
  }

  function refit() {
    fittedFor = "";
    fit();
  }

  if (options.onPick) {
    list.addEventListener("click", (event) => {
      const label = event.target.closest(".board-pick");
      if (label) options.onPick(Number(label.closest("[data-square]").dataset.square));
    });
  }
  new ResizeObserver(fit).observe(element);
  if (document.fonts) document.fonts.ready.then(refit);

  return { paint };
}

function listIn(element) {
  const list = element.querySelector(".board-squares") || document.createElement("ol");
  list.className = "board-squares";
  element.append(list);
  return list;
}

function squareIn(list, square, grid, options) {
  const rendered = list.querySelector(`[data-square="${square.id}"]`) || undefined;
  const item = cardFor(square, grid, { item: rendered, pickable: Boolean(options.onPick) });
  list.append(item);
  return boardSquareOn(item, grid.choices);
}

/* Half a pixel of rounding is not too much. */
function overflows(element) {
  return element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
}
