/* Turnout, told to a screen reader: not with every dot, but when there is news and it was quiet for a while. No DOM. */

import { browserClock } from "./clock.js";

export const QUIET = 20000; // milliseconds between two of them

/* `say(text)` reaches a screen reader, politely. tell(text) with each view: the newest is said when its time has come. */
export function throttled(say, clock = browserClock) {
  let saidAt = -Infinity;
  let newest = "";
  let said = "";
  let waiting = false;

  function tell(text) {
    newest = text;
    if (waiting || newest === said) return;
    const left = saidAt + QUIET - clock.now();
    if (left <= 0) return now();
    waiting = true;
    clock.after(left, now);
  }

  function now() {
    waiting = false;
    if (newest === said) return;
    saidAt = clock.now();
    said = newest;
    say(said);
  }

  return tell;
}
