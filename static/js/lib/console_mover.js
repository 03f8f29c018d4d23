/* Moves the session: one press, one step. No DOM, no Socket.IO.

   A step is {command, from}, as it stands in a view. The server refuses one that starts from another stage; and here a
   press counts only when nothing is on its way and the stage has stood for a moment, so that a clicker that bounces, a
   double click, or a button that changes under the finger never moves two steps.

   const mover = createMover({ send, stage, changed, refused, held });
   mover.press(view.next); mover.arrived(); mover.isReady(view.next); mover.waiting() → the step on its way, or null; mover.stop();

   `held(step)`: whether the step has to wait for the phones (console_hold.js). Such a step is never sent again by itself. */

import { untilAnswered } from "./again.js";
import { browserClock } from "./clock.js";
import { isRevealed } from "./console_steps.js";
import { words } from "./console_words.js";
import { randomId } from "./ids.js";

export const SETTLE = 600; // milliseconds
export const SETTLE_REVEALED = 2000; // what comes after a reveal ends things: nobody should get there by pressing twice
export const TAKE_BACK_WITHIN = 10000; // after a reveal; that long a key may take it back
const VIEW_WITHIN = 2000; // after the answer; then the button is free again, whatever became of the view
const LOST = { refused: "lost", ...words.closingLost };

export function createMover({ send, stage, changed, refused, pause, held = () => false, clock = browserClock, newId = randomId }) {
  let waiting = null;
  let last = stage();
  let quietFrom = -Infinity; // since when nothing has been pressed and nothing has moved
  let revealedAt = -Infinity;
  let lost = false; // a press to close the round went out, and no answer came

  function isReady(step) {
    return Boolean(step) && !waiting && !held(step) && clock.now() - quietFrom >= settleOf(step);
  }

  function stir() {
    quietFrom = clock.now();
    clock.after(SETTLE, changed);
    clock.after(SETTLE_REVEALED, changed);
    changed();
  }

  async function press(step) {
    if (!isReady(step)) return;
    const sent = { ...step };
    waiting = sent;
    stir();
    const payload = { command_id: newId(), from: step.from };
    const via = step.command === "close_round" ? once(step) : send;
    const ack = await untilAnswered(via, step.command, payload, () => waiting === sent, pause);
    if (!ack) return;
    if (ack.ok) clock.after(VIEW_WITHIN, () => release(sent));
    else release(sent);
    if (ack === LOST) lost = true; // the next view tells whether it did
    else if (ack.refused && ack.refused !== "moved_on") refused(ack); // moved on: the newer view says it all
  }

  /* As `send`, but not knowing whether it arrived is an answer: a round that is closed late shuts phones out. */
  function once(step) {
    return async (event, payload) => {
      const ack = held(step) ? LOST : await send(event, payload);
      return ack.refused === "offline" ? LOST : ack;
    };
  }

  function release(sent) {
    if (waiting !== sent) return;
    waiting = null;
    stir();
  }

  /* A view has arrived. */
  function arrived() {
    const before = last;
    last = stage();
    if (lost && last === before) refused(LOST);
    lost = false;
    if (last === before) return;
    if (isRevealed(last) && !isRevealed(before) && before !== "closed") revealedAt = clock.now();
    waiting = null;
    stir();
  }

  /* Do not try any longer. Whether it has arrived, only the next view tells. */
  function stop() {
    if (waiting) release(waiting);
  }

  const justRevealed = () => clock.now() - revealedAt < TAKE_BACK_WITHIN;
  return { press, arrived, isReady, justRevealed, waiting: () => waiting, stop };
}

/* How long the stage has to have stood. Taking a reveal back is in a hurry. */
function settleOf({ command, from }) {
  return isRevealed(from) && command !== "take_back" ? SETTLE_REVEALED : SETTLE;
}
