/* The countdown on a phone: one calm line, counted down here from what remained when the view arrived. */

import { browserClock, clockOf, leftOf } from "./clock.js";
import { words } from "./phone_talk_words.js";
import { setText } from "./text.js";

const LOOK_AGAIN = 250; // milliseconds

export function countdownOn(element, clock = browserClock) {
  let set = null;
  let arrived = null;
  let ticks = 0; // of an older countdown: void

  /* A view is painted many times; time counts from when it arrived. */
  function paint(view) {
    if (view === arrived) return;
    arrived = view;
    const { countdown, remains } = view;
    set = countdown && typeof remains === "number" ? { remains, running: countdown.running, since: clock.now() } : null;
    element.hidden = !set;
    ticks += 1;
    tick(ticks);
  }

  function tick(mine) {
    if (!set || mine !== ticks) return;
    const left = leftOf(set, clock.now());
    setText(element, left ? (set.running ? words.timeLeft : words.paused)(clockOf(left)) : words.timeUp);
    if (set.running && left) clock.after(LOOK_AGAIN, () => tick(mine));
  }

  return { paint };
}
