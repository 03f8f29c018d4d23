/* The steering card: where the session is, what the class sees, the one next button, the way back, and one click deeper
   the reveal while the round is open. */

import { $, setHidden, setOff, setText } from "./console_dom.js";
import { classSees, keyStep, nextLines, nextWords, openReveal, openWords, railOf, stepWords } from "./console_steps.js";
import { words } from "./console_words.js";

/* `hold` says what a step waits for. */
export function nextOn(mover, hold) {
  const rail = [...$("rail").children];
  let view = null;

  $("next").addEventListener("click", () => mover.press(view.next));
  $("back").addEventListener("click", () => mover.press(view.back));
  $("reveal-open").addEventListener("click", () => mover.press(openReveal(view)));
  $("stop").addEventListener("click", mover.stop);

  function paint(newer, line) {
    const focused = document.activeElement;
    view = newer;
    const [how, then] = nextLines(view);
    setText($("now"), words.now[view.stage]);
    setText($("class-sees"), classSees(view));
    setText($("next"), nextWords(view) || words.done);
    setHidden($("next"), !view.next);
    setText($("next-how"), how);
    setText($("next-then"), then);
    setText($("back"), view.back ? stepWords(view.back, view) : "");
    setHidden($("back"), !view.back);
    setHidden($("taken-back"), !view.taken_back || view.stage === "lobby");
    setText($("taken-back"), words.takenBackSoFar(view.taken_back));
    paintMore();
    paintRail();
    paintWaiting(line);
    if (focused && focused !== document.body && focused.closest(".steer [hidden]")) $("now").focus(); // its button has gone
  }

  function paintMore() {
    const { why, button } = openWords(view);
    setHidden($("more"), !openReveal(view));
    setText($("more-why"), why);
    setText($("reveal-open"), button);
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
    setOff($("next"), !mover.isReady(view.next));
    setOff($("back"), !mover.isReady(view.back));
    setOff($("reveal-open"), !mover.isReady(openReveal(view)));
    setText($("next-waiting"), stuck ? words.movingOffline(stepWords(waiting, view)) : words.held[hold.why(view.next)] || "");
    setHidden($("stop"), !stuck);
  }

  return {
    paint,
    byKey: (way) => view && mover.press(keyStep(view, way, mover.justRevealed())),
    refused: (ack) => setText($("next-refused"), ack ? words.refused(ack.sentence, ack.hint) : ""),
  };
}
