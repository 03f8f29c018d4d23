/* The main part of the console: how to join, the board, or the talk. The heatmap is covered until the class sees it, or until
   somebody peeks; layer, order and squares steer the projector too, and so does a press on a square. */

import { boardOn } from "./board.js";
import { roundClosed } from "./board_state.js";
import { $, setHidden, setOff, setPressed, setText } from "./console_dom.js";
import { isPublic, pickStep, seen } from "./console_steps.js";
import { words } from "./console_words.js";
import { atOnce } from "./glide.js";

const ENDING = ["wrap_up", "takeaways", "closed"]; // the projector shows something else then
const COVERED = ["lobby", "voting", "hidden"];

/* `peek(open)` asks the server; `arrange(board)` sends {layer, order}; `which(squares)` sends "round" or "all"; `pick(square)` is a
   press on a square; `isTalk(view)`: whether there is a talk to lead; `line()`: as socket.js tells it. */
export function boardPart(grid, { peek, arrange, which, pick, isTalk, line }) {
  const board = boardOn($("board"), grid, { onPick: pressed });
  const picks = [...$("board").querySelectorAll(".board-pick")];
  const tabs = [...document.querySelectorAll("[data-tab]")];
  const layers = [...document.querySelectorAll("[data-layer]")];
  const orders = [...document.querySelectorAll("[data-order]")];
  const squares = [...document.querySelectorAll("[data-which]")];
  let view = null;
  let tab = null;
  let wanted = null; // the board as it was asked for last
  let peeking = false;
  let uncovered = false; // colours were painted last

  tabs.forEach((button) => button.addEventListener("click", () => show(button.dataset.tab)));
  layers.forEach((button) => button.addEventListener("click", () => change({ layer: button.dataset.layer })));
  orders.forEach((button) => button.addEventListener("click", () => change({ order: button.dataset.order })));
  squares.forEach((button) => button.addEventListener("click", () => which(button.dataset.which)));
  $("peek").addEventListener("click", () => line() === "connected" && setPeek(!peeking));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && peeking && !document.querySelector("dialog[open]")) setPeek(false);
  });

  function show(name) {
    tab = name;
    tabs.forEach((button) => setPressed(button, button.dataset.tab === name));
    $("stage").dataset.shown = name;
    setHidden($("join-part"), name !== "join");
    setHidden($("board-part"), name !== "board");
    setHidden($("talk-part"), name !== "talk");
  }

  /* A square that is talked about already is looked at; any other gets into the spotlight. */
  function pressed(square) {
    const isNow = Boolean(view.spotlight) && view.spotlight.square === square;
    if (!isNow) pick(square);
    if (isNow || view.stage === "revealed") show("talk");
  }

  async function change(what) {
    const { layer, order } = wanted || view.board;
    const asked = { layer, order, ...what };
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
    const opens = tabFor(newer, moved);
    if (opens) show(opens);
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
    paintPicks();
  }

  /* The tab that opens by itself, or null: nobody is taken from where they are without a reason. */
  function tabFor(newer, moved) {
    setHidden($("talk-tab"), !isTalk(newer));
    const began = Boolean(newer.spotlight) && !(view && view.spotlight);
    const ended = Boolean(view && view.spotlight) && !newer.spotlight;
    if (began || (moved && newer.stage === "takeaways")) return "talk";
    if (tab === "talk" && (ended || !isTalk(newer) || (moved && COVERED.includes(newer.stage)))) return "board";
    if (!moved || (view && view.stage !== "lobby" && newer.stage !== "lobby")) return null;
    return newer.stage === "lobby" ? "join" : "board";
  }

  /* Squares are buttons where a press does something. */
  function paintPicks() {
    const now = view.spotlight ? view.spotlight.square : null;
    const focused = document.activeElement;
    picks.forEach((button) => {
      const square = Number(button.closest("[data-square]").dataset.square);
      button.disabled = !pickStep(view, square);
      if (square === now) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    if (picks.includes(focused) && focused.disabled) $("now").focus(); // a disabled one swallows the clicker's keys
    setText($("arranging-press"), view.stage === "revealed" ? words.pressSquare : view.stage === "unveiling" ? words.pressCovered : "");
  }

  function paintCover() {
    const lobby = view.stage === "lobby";
    setHidden($("cover"), isPublic(view));
    $("cover").dataset.peeking = String(peeking);
    setText($("cover-what"), lobby ? words.stillEmpty : peeking ? words.peeking : words.covered);
    setText($("cover-why"), whyCovered(view.stage));
    setText($("peek"), peeking ? words.coverAgain : words.peek);
    setHidden($("peek"), lobby);
    setOff($("peek"), line() !== "connected");
  }

  function whyCovered(stage) {
    if (stage === "lobby") return "";
    if (peeking) return roundClosed(view) || view.minimum === 1 ? words.peekingWhy : words.steps(view.minimum);
    const why = stage === "hidden" ? words.coveredHidden : words.coveredWhy;
    return line() === "offline" ? `${why} ${words.peekWaits}` : why;
  }

  function paintArranging(shown) {
    setHidden($("arranging"), !shown.results);
    setText($("arranging-follows"), isPublic(view) && !ENDING.includes(view.stage) ? words.follows : "");
    layers.forEach((button) => setPressed(button, button.dataset.layer === view.board.layer));
    orders.forEach((button) => setPressed(button, button.dataset.order === view.board.order));
    setHidden($("which"), view.round < 2 || view.stage === "voting" || view.stage === "showing");
    squares.forEach((button) => setPressed(button, button.dataset.which === view.board.which));
  }

  function stopPeeking() {
    if (peeking) setPeek(false);
  }

  return { paint, stopPeeking };
}
