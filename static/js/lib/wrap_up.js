/* The closing page on the projector: where the room agrees, where not, what moved, and reasons that were brought up.

   const wrapUp = wrapUpOn(element, grid);
   wrapUp.paint(view)     null, or a view without a wrap-up, takes everything of it from the page */

import { barOf, paintBar } from "./board_bar.js";
import { inLanguage, make } from "./projector_dom.js";
import { fitInto, overflows, whenSpaceChanges } from "./projector_fit.js";
import { inWords, shiftRow, shiftSentence } from "./spotlight_shift.js";
import { reasonCard } from "./spotlight_side.js";
import { words } from "./talk_screen_words.js";

export function wrapUpOn(element, grid) {
  const shorts = new Map(grid.squares.map((square) => [square.id, square.short]));
  let shown = null;
  let painted = "";

  function paint(view) {
    const now = JSON.stringify(view && view.wrap_up && [view.wrap_up, view.results]);
    if (now === painted) return;
    painted = now;
    shown = view && view.wrap_up ? view : null;
    lay();
  }

  /* Built anew for each space: in a smaller one, there may be place for less. */
  function lay() {
    const columns = shown ? columnsOf(shown) : [];
    element.replaceChildren(...columns);
    element.dataset.columns = String(columns.length);
    fitInto(element, { parts: [element, ...columns], drop: () => columns.map(dropOne).some(Boolean) });
  }

  function columnsOf(view) {
    const { agree, differ, again, reasons } = view.wrap_up;
    const squares = (ids, itemOf) => ids.filter((id) => view.results[id]).map((id) => itemOf(id, view.results[id], view));
    return [
      column("agree", words.agree, squares(agree, squareItem), words.noSquare),
      column("differ", words.differ, squares(differ, squareItem), words.noSquare),
      column("moved", words.moved, squares(again, movedItem)),
      column("reasons", words.broughtUp, reasons.map(reasonItem)),
    ].filter(Boolean);
  }

  function squareItem(id, result) {
    const bar = barOf(grid.choices, grid.language);
    paintBar(bar, result.counts);
    return make("li", "wrap-up-square", labelOf(id), bar, make("p", "wrap-up-says", inWords(result, grid)));
  }

  function movedItem(id, result, view) {
    const row = (name, one) => shiftRow(name, one, grid, view.minimum, false);
    const item = make("li", "wrap-up-square", labelOf(id), make("p", "wrap-up-says", changeOf(result)));
    const moved = make("p", "wrap-up-shift", shiftSentence(result, grid));
    if (result.before) item.append(row(words.before, result.before), row(words.after, result), moved);
    return item;
  }

  function changeOf(result) {
    const after = inWords(result, grid);
    return result.before && result.before.counts && result.before.n ? words.fromTo(inWords(result.before, grid), after) : after;
  }

  function reasonItem({ square, words: said }) {
    return make("li", "", reasonCard(said, inLanguage(grid.language, make("span", "", shorts.get(square) || ""))));
  }

  function labelOf(id) {
    return inLanguage(grid.language, make("h3", "wrap-up-label", shorts.get(id)));
  }

  whenSpaceChanges(element, lay);
  return { paint };
}

function column(name, title, items, nothing = "") {
  if (!items.length && !nothing) return null;
  const content = items.length ? make("ol", "wrap-up-list", ...items) : make("p", "wrap-up-nothing", nothing);
  const part = make("section", "wrap-up-column", make("h2", "wrap-up-title", title), content);
  part.dataset.column = name;
  return part;
}

/* A column that is too full loses one thing: the oldest reason, else the last square. How many are gone is said below. */
export function dropOne(column) {
  const list = column.querySelector("ol");
  if (!list || !overflows(column) || list.children.length < 2) return false;
  list.children[column.dataset.column === "reasons" ? 0 : list.children.length - 1].remove();
  sayHowMany(column, Number(column.dataset.dropped || 0) + 1);
  return true;
}

function sayHowMany(column, dropped) {
  column.dataset.dropped = String(dropped);
  const more = column.querySelector(".wrap-up-more") || make("p", "wrap-up-more");
  more.textContent = words.more(dropped);
  column.append(more);
}
