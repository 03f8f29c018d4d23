/* The steering card: where the session is, what the class sees, the one next button, the way back, and one click deeper
   the reveal while the round is open. */

import { $, setHidden, setOff, setText } from "./console_dom.js";
import { classSees, nextLines, nextWords, openReveal, railOf } from "./console_steps.js";
import { words } from "./console_words.js";

export function nextOn(mover) {
  const rail = [...$("rail").children];
  let view = null;

  const go = (way) => view && mover.press(view[way]);
  $("next").addEventListener("click", () => go("next"));
  $("back").addEventListener("click", () => go("back"));
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
    setText($("back"), view.back ? words.back[view.back.command] : "");
    setHidden($("back"), !view.back);
    setHidden($("taken-back"), !view.taken_back || view.stage === "lobby");
    setText($("taken-back"), words.takenBackSoFar(view.taken_back));
    setHidden($("more"), !openReveal(view));
    paintRail();
    paintWaiting(line);
    if (focused && focused !== document.body && focused.closest(".steer [hidden]")) $("now").focus(); // its button has gone
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
    [$("next"), $("back"), $("reveal-open")].forEach((button) => setOff(button, !mover.isReady()));
    setText($("next-waiting"), stuck ? words.movingOffline : "");
    setHidden($("stop"), !stuck);
  }

  return { paint, go, refused: (ack) => setText($("next-refused"), ack ? words.refused(ack.sentence, ack.hint) : "") };
}
