/* The question before a second look: on which squares, and what phones may see of what was before. */

import { $, setOff, setText } from "./console_dom.js";
import { words } from "./console_talk_words.js";
import { closeDialog, openDialog } from "./dialog.js";

/* The squares that are suggested: those on the agenda that divide the room; where none does, the one it agrees on least. Pure. */
export function suggested({ items }) {
  const divided = items.filter(({ why }) => why === "split" || why === "spread");
  const least = items.filter(({ why }) => why === "least").slice(0, 1);
  return (divided.length ? divided : least).map(({ square }) => square);
}

/* The squares that can be looked at again, most worth it first: those of the agenda, then the others that have results. Pure. */
export function offered({ agenda, results, squares }) {
  const first = agenda.items.map(({ square }) => square);
  const others = [...new Set([...squares, ...Object.keys(results || {}).map(Number)])].filter((square) => !first.includes(square));
  return [...first, ...others].filter((square) => results && String(square) in results);
}

/* `open(step)` moves the session. */
export function secondLookOn(grid, names, open) {
  const dialog = $("second-look-dialog");
  const form = $("second-look-form");
  const list = $("second-look-squares");
  let view = null;

  $("ask-second-look").addEventListener("click", ask);
  $("second-look-keep").addEventListener("click", () => closeDialog(dialog));
  form.addEventListener("change", paintStart);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start();
  });

  function ask() {
    const chosen = suggested(view.agenda);
    list.replaceChildren(...offered(view).map((square) => row(square, chosen.includes(square))));
    form.elements.recall.value = "nothing";
    paintStart();
    openDialog(dialog);
  }

  function row(square, checked) {
    const item = $("second-look-row").content.firstElementChild.cloneNode(true);
    const find = (name) => item.querySelector(`[data-part="${name}"]`);
    find("box").value = String(square);
    find("box").checked = checked;
    find("label").textContent = names.label(square);
    find("label").lang = grid.language;
    find("says").textContent = words.roomSays(view.results[square], names.choices);
    return item;
  }

  const chosen = () => [...list.querySelectorAll("input:checked")].map(({ value }) => Number(value));

  function paintStart() {
    const squares = chosen();
    setText($("second-look-start"), squares.length ? words.openOn(view.round + 1, squares.length) : words.chooseSome);
    setOff($("second-look-start"), !squares.length);
  }

  function start() {
    const squares = grid.squares.map(({ id }) => id).filter((id) => chosen().includes(id));
    if (!squares.length) return;
    closeDialog(dialog);
    open({ command: "open_second_look", from: "revealed", squares, recall: form.elements.recall.value });
  }

  function paint(newer) {
    view = newer;
    if (view.stage !== "revealed") closeDialog(dialog);
  }

  return { paint, close: () => closeDialog(dialog) };
}
