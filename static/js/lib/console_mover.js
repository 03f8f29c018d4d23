/* Moves the session: one press, one step. No DOM, no Socket.IO.

   A step is {command, from}, as it stands in a view. The server refuses one that starts from another stage; and here a
   press counts only when nothing is on its way and the stage has stood for a moment, so that a clicker that bounces, a
   double click, or a button that changes under the finger never moves two steps.

   const mover = createMover({ send, stage, changed, refused });
   mover.press(view.next); mover.arrived(); mover.isReady(); mover.waiting() → the step on its way, or null; mover.stop(); */

import { untilAnswered } from "./again.js";
import { randomId } from "./ids.js";

export const SETTLE = 600; // milliseconds
const VIEW_WITHIN = 2000; // after the answer; then the button is free again, whatever became of the view

export function createMover({ send, stage, changed, refused, pause, clock = browserClock, newId = randomId }) {
  let waiting = null;
  let last = stage();
  let quietFrom = -Infinity; // since when nothing has been pressed and nothing has moved

  function isReady() {
    return !waiting && clock.now() - quietFrom >= SETTLE;
  }

  function stir() {
    quietFrom = clock.now();
    clock.after(SETTLE, changed);
    changed();
  }

  async function press(step) {
    if (!step || !isReady()) return;
    const sent = { ...step };
    waiting = sent;
    stir();
    const payload = { command_id: newId(), from: step.from };
    const ack = await untilAnswered(send, step.command, payload, () => waiting === sent, pause);
    if (!ack) return;
    if (ack.ok) clock.after(VIEW_WITHIN, () => release(sent));
    else release(sent);
    if (ack.refused && ack.refused !== "moved_on") refused(ack); // moved on: the newer view says it all
  }

  function release(sent) {
    if (waiting !== sent) return;
    waiting = null;
    stir();
  }

  /* A view has arrived. */
  function arrived() {
    if (stage() === last) return;
    last = stage();
    waiting = null;
    stir();
  }

  /* Do not try any longer. Whether it has arrived, only the next view tells. */
  function stop() {
    if (waiting) release(waiting);
  }

  return { press, arrived, isReady, waiting: () => waiting, stop };
}

const browserClock = {
  now: () => performance.now(),
  after: (milliseconds, act) => setTimeout(act, milliseconds),
};
