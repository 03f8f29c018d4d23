/* One square on the board: its turnout while colours are covered, then its counts, its word and its agreement. Updates
   what board_card.js has made. The card's data-state: turnout | empty | withheld | votes. */

import { blueOf, roundClosed, stateOf } from "./board_state.js";
import { unroll } from "./glide.js";
import { number } from "./language.js";
import { words } from "./screen_words.js";
import { setText } from "./text.js";

export function boardSquareOn(item, choices) {
  const id = Number(item.dataset.square);
  const find = (name) => item.querySelector(`[data-part="${name}"]`);
  const segments = [...item.querySelectorAll("[data-part=segment]")];
  const [bar, empty, turnout, fragile] = ["bar", "empty", "turnout", "fragile"].map(find);

  /* `at`: this square's place in the order, from 0. */
  function paint(view, at) {
    const result = view.results ? view.results[id] : null;
    const state = stateOf(result);
    if (item.dataset.state === "turnout" && state === "votes" && view.board.layer === "votes") unroll(bar, at);
    item.dataset.state = state;
    paintTurnout(state === "turnout", view.turnout);
    paintCounts(state === "votes" ? result : null);
    setText(find("word"), wordsOf(state, result, view));
    empty.hidden = state !== "empty" && state !== "withheld";
    setText(empty, state === "withheld" ? words.withheld(view.minimum) : words.noDots(roundClosed(view)));
  }

  function paintTurnout(shown, { joined, squares }) {
    const dots = squares[id] || 0;
    turnout.hidden = !shown;
    turnout.style.setProperty("--part", String(dots / Math.max(dots, joined, 1)));
  }

  /* `result` with its counts, or null when there are none to be seen. */
  function paintCounts(result) {
    bar.hidden = !result;
    segments.forEach((segment, at) => {
      const count = result ? result.counts[at] : 0;
      segment.hidden = !count;
      segment.style.setProperty("--n", String(count));
      setText(segment.querySelector("[data-part=count]"), number(count));
    });
    const agreement = result ? result.agreement : null;
    setText(find("agreement"), agreement === null ? "" : words.percent(agreement));
    fragile.hidden = !(result && result.fragile);
    setText(fragile, words.fragile);
    find("word").title = fragile.hidden ? "" : words.fragile;
    const { deep, depth } = blueOf(agreement);
    item.dataset.deep = String(deep);
    item.style.setProperty("--depth", String(depth));
  }

  function wordsOf(state, result, view) {
    if (state === "turnout") return words.turnout(view.turnout.squares[id] || 0, view.turnout.joined, roundClosed(view));
    return state === "votes" ? words.room[result.word](result.leading.map((at) => choices[at].name)) : "";
  }

  return { id, item, paint };
}
