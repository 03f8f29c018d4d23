/* The steering card: where the session is, what the class sees, the one next button, the way back, and one click deeper
   whatever else can be done from here. */

import { browserClock } from "./clock.js";
import { $, setHidden, setOff, setText } from "./console_dom.js";
import { classSees, keyStep, moreSteps, nextLines, nextWords, nowWords, openWords, railOf, refusedWords, stepWords } from "./console_steps.js";
import { words } from "./console_words.js";

const TELL_OVERTAKEN = 8000; // milliseconds

/* `hold` says what a step waits for; `names` what squares and choices are called. */
export function nextOn(mover, hold, names) {
  const rail = [...$("rail").children];
  const buttons = { open: $("reveal-open"), unveil: $("unveil-all"), rest: $("reveal-rest"), wrap: $("wrap-now") };
  let view = null;
  let refusal = null; // of the last press, until the place changes
  let overtakenTimes = 0;

  $("next").addEventListener("click", () => mover.press(view.next));
  $("back").addEventListener("click", () => mover.press(view.back));
  Object.entries(buttons).forEach(([name, button]) => button.addEventListener("click", () => mover.press(moreSteps(view)[name])));
  $("stop").addEventListener("click", mover.stop);

  function paint(newer, line) {
    const focused = document.activeElement;
    view = newer;
    const [how, then] = nextLines(view, names);
    setText($("now"), nowWords(view, names));
    setText($("class-sees"), classSees(view));
    setText($("next"), nextWords(view, names) || words.done);
    setHidden($("next"), !view.next);
    setText($("next-how"), how);
    setText($("next-then"), then);
    setText($("back"), view.back ? stepWords(view.back, view, names) : "");
    setHidden($("back"), !view.back);
    setHidden($("taken-back"), !view.taken_back || view.stage === "lobby");
    setText($("taken-back"), words.takenBackSoFar(view.taken_back));
    paintMore();
    paintRail();
    paintWaiting(line);
    setText($("next-refused"), refusedWords(refusal, view));
    if (focused && focused !== document.body && focused.closest(".steer [hidden]")) $("now").focus(); // its button has gone
  }

  /* Folded again at the next place: what is one click deeper there is something else. */
  function paintMore() {
    const { again, ...steps } = moreSteps(view);
    const { why, button } = openWords(view);
    setText($("more-why"), why);
    setText($("reveal-open"), button);
    Object.keys(steps).forEach((name) => setHidden($(`more-${name}`), !steps[name]));
    setHidden($("more-again"), !again);
    setHidden($("more"), !again && !Object.values(steps).some(Boolean));
    if ($("more").dataset.stage !== view.stage) $("more").open = false;
    $("more").dataset.stage = view.stage;
  }

  function paintRail() {
    railOf(view).forEach(({ name, state }, at) => {
      setText(rail[at], name);
      rail[at].dataset.state = state;
      if (state === "now") rail[at].setAttribute("aria-current", "step");
      else rail[at].removeAttribute("aria-current");
    });
  }

  function paintWaiting(line) {
    const waiting = mover.waiting();
    const stuck = Boolean(waiting) && line !== "connected";
    const steps = moreSteps(view);
    setOff($("next"), !mover.isReady(view.next));
    setOff($("back"), !mover.isReady(view.back));
    paintBack(Boolean(view.back) && view.back.command === "take_back" && mover.justRevealed());
    Object.entries(buttons).forEach(([name, button]) => setOff(button, !mover.isReady(steps[name])));
    setText($("next-waiting"), stuck ? words.movingOffline(stepWords(waiting, view, names)) : words.held[hold.why(view.next)] || "");
    setHidden($("stop"), !stuck);
  }

  /* While a reveal can be undone by the key at hand, its button can be found at once. */
  function paintBack(inAHurry) {
    $("back").classList.toggle("link", !inAHurry);
    $("back").classList.toggle("small-button", inAHurry);
  }

  /* Said beside the place that somebody else has moved to, so that the next press is not made blindly. */
  function overtaken() {
    const said = (overtakenTimes += 1);
    setText($("next-overtaken"), words.overtaken);
    browserClock.after(TELL_OVERTAKEN, () => said === overtakenTimes && setText($("next-overtaken"), ""));
  }

  function refused(ack) {
    refusal = ack;
    if (view) setText($("next-refused"), refusedWords(refusal, view));
  }

  return {
    paint,
    overtaken,
    refused,
    byKey: (way) => view && mover.press(keyStep(view, way, mover.justRevealed())),
  };
}
