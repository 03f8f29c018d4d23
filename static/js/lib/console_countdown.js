/* The countdown's controls: start, pause, go on, a minute more, end. It runs by itself on every screen; here it is steered. */

import { browserClock, clockOf, leftOf } from "./clock.js";
import { $, setHidden, setText } from "./console_dom.js";
import { words } from "./console_talk_words.js";

export const MOST_SECONDS = 3600; // the server allows no more
const SHOWN = { // the presses that each state has
  none: ["1", "2", "3", "5"],
  running: ["pause", "more", "end"],
  paused: ["go-on", "more", "end"],
  over: ["more", "end"],
};
const LOOK_AGAIN = 250; // milliseconds

/* What a press asks for: {seconds, running}. `left`: seconds that are left now, null where no countdown is set. Pure. */
export function wishOf(press, left, running) {
  const whole = Math.ceil(left || 0);
  if (press === "pause") return { seconds: Math.max(1, whole), running: false };
  if (press === "go-on") return { seconds: whole, running: true };
  if (press === "more") return { seconds: Math.min(MOST_SECONDS, whole + 60), running: running || !whole };
  if (press === "end") return { seconds: 0, running: false };
  return { seconds: Math.min(MOST_SECONDS, Number(press) * 60), running: true };
}

export function countdownOn(order, clock = browserClock) {
  const figures = $("countdown-left");
  const buttons = [...document.querySelectorAll("[data-countdown]")];
  let set = null; // { remains, running, since }
  let asked = 0; // presses that have not been answered
  let newest = null; // the newest view, and when it arrived
  let ticking = 0;

  buttons.forEach((button) => button.addEventListener("click", () => press(button)));

  /* Shown at once, and what the views say of it waits until the press is answered: two quick presses are two minutes. */
  async function press(button) {
    const left = set ? leftOf(set, clock.now()) : null;
    const wish = wishOf(button.dataset.countdown, left, Boolean(set && set.running && left));
    set = wish.seconds ? { remains: wish.seconds, running: wish.running, since: clock.now() } : null;
    asked += 1;
    show();
    if (button.hidden) firstShown().focus();
    const ack = await order("set_countdown", wish, $("countdown-note"));
    asked -= 1;
    if (!asked && newest && (!ack || !ack.ok || newest.seq >= ack.seq)) adopt(newest); // it came before the answer
  }

  const firstShown = () => buttons.find((one) => !one.hidden && one.offsetParent !== null) || $("spotlight-heading");

  function paint(view) {
    if (newest && newest.view === view) return; // nothing has arrived: the page is painted for another reason
    newest = { view, seq: view.seq, since: clock.now() };
    if (!asked) adopt(newest);
  }

  function adopt({ view: { countdown, remains }, since }) {
    const given = countdown && typeof remains === "number";
    set = given ? { remains, running: countdown.running, since } : null;
    show();
  }

  function show() {
    clearTimeout(ticking);
    const left = set ? leftOf(set, clock.now()) : null;
    const running = Boolean(set && set.running && left);
    const state = !set ? "none" : running ? "running" : left ? "paused" : "over";
    $("countdown").dataset.state = state;
    setText(figures, set ? clockOf(left) : "");
    setText($("countdown-says"), words[state]);
    buttons.forEach((button) => setHidden(button, !SHOWN[state].includes(button.dataset.countdown)));
    if (running) ticking = clock.after(LOOK_AGAIN, show);
  }

  return { paint };
}
