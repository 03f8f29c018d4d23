/* The main part of the console: how to join, or the board. The heatmap is covered until the class sees it, or until somebody
   peeks; layer and order steer the projector too. */

import { boardOn } from "./board.js";
import { roundClosed } from "./board_state.js";
import { $, setHidden, setPressed, setText } from "./console_dom.js";
import { isPublic, seen } from "./console_steps.js";
import { words } from "./console_words.js";
import { atOnce } from "./glide.js";

/* `peek(open)` asks the server; `arrange(board)` sends {layer, order}. */
export function boardPart(grid, { peek, arrange }) {
  const board = boardOn($("board"), grid, { console: true });
  const tabs = [...document.querySelectorAll("[data-tab]")];
  const layers = [...document.querySelectorAll("[data-layer]")];
  const orders = [...document.querySelectorAll("[data-order]")];
  let view = null;
  let tab = null;
  let wanted = null; // the board as it was asked for last
  let peeking = false;
  let uncovered = false; // colours were painted last

  tabs.forEach((button) => button.addEventListener("click", () => show(button.dataset.tab)));
  layers.forEach((button) => button.addEventListener("click", () => change({ layer: button.dataset.layer })));
  orders.forEach((button) => button.addEventListener("click", () => change({ order: button.dataset.order })));
  $("peek").addEventListener("click", () => setPeek(!peeking));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && peeking && !document.querySelector("dialog[open]")) setPeek(false);
  });

  function show(name) {
    tab = name;
    tabs.forEach((button) => setPressed(button, button.dataset.tab === name));
    $("stage").dataset.shown = name;
    setHidden($("join-part"), name !== "join");
    setHidden($("board-part"), name !== "board");
  }

  async function change(what) {
    const asked = { ...(wanted || view.board), ...what };
    wanted = asked;
    await arrange(asked);
    if (wanted === asked) wanted = null;
  }

  function setPeek(open) {
    if (peeking === open) return;
    peeking = open;
    peek(open);
    paint(view);
  }

  function paint(newer) {
    const moved = !view || view.stage !== newer.stage;
    if (moved && (!view || view.stage === "lobby" || newer.stage === "lobby")) show(newer.stage === "lobby" ? "join" : "board");
    if (view && moved) stopPeeking();
    view = newer;
    const shown = seen(view, peeking);
    $("board").style.setProperty("--squares", String(view.squares.length)); // its height where the page scrolls
    const lifted = !moved && Boolean(shown.results) !== uncovered; // a peek or a cover, not a reveal: no show is made of it
    uncovered = Boolean(shown.results);
    if (lifted) atOnce(() => board.paint(shown));
    else board.paint(shown);
    paintCover();
    paintArranging(shown);
  }

  function paintCover() {
    const lobby = view.stage === "lobby";
    setHidden($("cover"), isPublic(view));
    $("cover").dataset.peeking = String(peeking);
    setText($("cover-what"), lobby ? words.stillEmpty : peeking ? words.peeking : words.covered);
    setText($("cover-why"), whyCovered(view.stage));
    setText($("peek"), peeking ? words.coverAgain : words.peek);
    setHidden($("peek"), lobby);
  }

  function whyCovered(stage) {
    if (stage === "lobby") return "";
    if (peeking) return roundClosed(view) || view.minimum === 1 ? words.peekingWhy : words.steps(view.minimum);
    return stage === "hidden" ? words.coveredHidden : words.coveredWhy;
  }

  function paintArranging(shown) {
    setHidden($("arranging"), !shown.results);
    setText($("arranging-follows"), isPublic(view) ? words.follows : "");
    layers.forEach((button) => setPressed(button, button.dataset.layer === view.board.layer));
    orders.forEach((button) => setPressed(button, button.dataset.order === view.board.order));
  }

  function stopPeeking() {
    if (peeking) setPeek(false);
  }

  return { paint, stopPeeking, tab: () => tab };
}
