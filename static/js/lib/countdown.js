/* The countdown on the projector: counts down by itself from what remained when the view arrived. It ends in 0:00 and makes no noise of it.

   const countdown = countdownOn(element);     <p role="timer">: screen readers read it when they are asked, and not each second
   countdown.paint(view);                      data-state: running | paused | over; hidden while none is set */

import { browserClock, clockOf, leftOf } from "./clock.js";
import { make } from "./projector_dom.js";
import { words } from "./talk_screen_words.js";
import { setText } from "./text.js";

export { clockOf, leftOf };

const LOOK_AGAIN = 250; // milliseconds

export function countdownOn(element, clock = browserClock) {
  const figures = make("span", "countdown-figures");
  const paused = make("span", "countdown-paused", words.paused);
  element.setAttribute("aria-label", words.countdown);
  element.replaceChildren(paused, " ", figures);
  let set = null;
  let ticking = 0;

  function paint({ countdown, remains }) {
    set = countdown && remains !== null && remains !== undefined ? { remains, running: countdown.running, since: clock.now() } : null;
    element.hidden = !set;
    if (set) tick();
    else setText(figures, "");
  }

  function tick() {
    clearTimeout(ticking);
    if (!set) return;
    const left = leftOf(set, clock.now());
    const running = set.running && left > 0;
    setText(figures, clockOf(left));
    paused.hidden = set.running || !left;
    element.dataset.state = running ? "running" : left ? "paused" : "over";
    if (running) ticking = clock.after(LOOK_AGAIN, tick);
  }

  return { paint };
}
