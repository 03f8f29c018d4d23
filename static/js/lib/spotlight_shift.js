/* A square before and after a second look: a thin bar of what was before, and how people moved, as totals.
   Change is reported and not judged. */

import { barOf, paintBar } from "./board_bar.js";
import { make } from "./projector_dom.js";
import { words as onBoard } from "./screen_words.js";
import { shiftSays } from "./shift_words.js";
import { words } from "./talk_screen_words.js";

/* <div class="shift"> of a result with its counts under a name ("before"), or of one that is withheld. `wordy`: with its word. */
export function shiftRow(name, result, grid, minimum, wordy = true) {
  const row = make("div", "shift", make("span", "shift-name", name));
  const counted = Boolean(result.counts) && result.n > 0;
  row.dataset.state = counted ? "votes" : "nothing";
  if (counted) {
    const bar = barOf(grid.choices, grid.language);
    paintBar(bar, result.counts);
    row.append(bar);
  }
  if (wordy || !counted) row.append(make("span", "shift-says", saysOf(result, counted, grid, minimum)));
  return row;
}

function saysOf(result, counted, grid, minimum) {
  if (counted) return inWords(result, grid);
  return result.withheld ? words.withheld(result.n, minimum) : words.noDots;
}

export function inWords(result, grid) {
  const says = words.wordAndPercent(words.wordOf(result, grid.choices), result.agreement);
  return result.paper ? `${says} · ${onBoard.paper(result.paper)}` : says;
}

/* How people moved, as sentences; "" where there was no second look. */
export function shiftSentence(result, grid) {
  if (!result || !result.before) return "";
  return shiftSays(result.shift, grid.choices);
}
