/* One square on the board: its turnout while colours are covered, then its counts, its word and its agreement. Updates
   what board_card.js has made. The card's data-state: turnout | empty | withheld | votes. */

import { paintBar } from "./board_bar.js";
import { blueOf, lookedAgain, roundClosed, stateOf } from "./board_state.js";
import { unroll } from "./glide.js";
import { words } from "./screen_words.js";
import { setText } from "./text.js";

export function boardSquareOn(item, choices) {
  const id = Number(item.dataset.square);
  const find = (name) => item.querySelector(`[data-part="${name}"]`);
  const [before, bar, empty, turnout, fragile] = ["before", "bar", "empty", "turnout", "fragile"].map(find);

  /* `at`: this square's place in the order, from 0. `many`: there are so many that each says no more than it must. */
  function paint(view, at, many = false) {
    const result = view.results ? view.results[id] : null;
    const state = stateOf(result);
    if (item.dataset.state === "turnout" && state === "votes" && view.board.layer === "votes") unroll(bar, at);
    item.dataset.state = state;
    paintTurnout(state === "turnout", view.turnout);
    paintCounts(state === "votes" ? result : null);
    paintBefore(lookedAgain(result) ? result.before : null);
    setText(find("word"), wordsOf(state, result, view, many));
    empty.hidden = state !== "empty" && state !== "withheld";
    setText(empty, state === "withheld" ? words.withheld(result.n, view.minimum) : words.noDots(roundClosed(view)));
  }

  function paintTurnout(shown, { joined, squares }) {
    const dots = squares[id] || 0;
    turnout.hidden = !shown;
    turnout.style.setProperty("--part", String(dots / Math.max(dots, joined, 1)));
  }

  /* `result` with its counts, or null when there are none to be seen. */
  function paintCounts(result) {
    bar.hidden = !result;
    paintBar(bar, result && result.counts);
    setText(find("paper"), result && result.paper ? words.paper(result.paper) : "");
    find("paper").hidden = !(result && result.paper);
    const agreement = result ? result.agreement : null;
    setText(find("agreement"), agreement === null ? "" : words.percent(agreement));
    fragile.hidden = !(result && result.fragile);
    setText(fragile, words.fragile);
    find("word").title = fragile.hidden ? "" : words.fragile;
    const { deep, depth } = blueOf(agreement);
    item.dataset.deep = String(deep);
    item.style.setProperty("--depth", String(depth));
  }

  /* What was before a second look, or null. */
  function paintBefore(result) {
    before.hidden = !result;
    item.dataset.again = String(Boolean(result));
    setText(find("before-name"), result ? words.before : "");
    paintBar(before, result && result.counts);
  }

  function wordsOf(state, result, view, many) {
    if (state === "turnout") return words.turnout(view.turnout.squares[id] || 0, view.turnout.joined, roundClosed(view));
    if (state !== "votes") return "";
    const [was, is] = [lookedAgain(result) ? said(result.before) : "", said(result)];
    return was && was !== is && !many ? words.fromTo(was, is) : is;
  }

  function said(result) {
    return words.room[result.word](result.leading.map((at) => choices[at].name));
  }

  return { id, item, paint };
}
