/* Moves the session: one press, one step. No DOM, no Socket.IO.

   A step is {command, …}, as it stands in a view: with all that it assumes, and the server refuses one that starts from
   elsewhere. And here a press counts only when nothing is on its way and the place has stood for a moment, so that a clicker
   that bounces, a double click, or a button that changes under the finger never moves two steps.

   const mover = createMover({ send, stage, place, changed, refused, overtaken, held });
   mover.press(view.next); mover.arrived(); mover.isReady(view.next); mover.waiting() → the step on its way, or null; mover.stop();
   mover.pick(step): as `press`, for what is meant by itself (a square on the board): it need not have stood for a moment.

   `stage()` and `place()` are the newest view's; the place is whatever a step starts from (console_steps.placeOf).

   `held(step)`: whether the step has to wait for the phones (console_hold.js). Such a step is never sent again by itself; and none is
   that the server could not store: minutes later it might not be meant any more, and would overtake the dots that wait on phones. */

import { randomId, untilAnswered } from "./again.js";
import { browserClock } from "./clock.js";
import { closesRound, isRevealed } from "./console_steps.js";
import { words } from "./console_words.js";

export const SETTLE = 600; // milliseconds
export const SETTLE_REVEALED = 2000; // what comes after a reveal ends things: nobody should get there by pressing twice
export const TAKE_BACK_WITHIN = 10000; // after a reveal; that long a key may take it back
const VIEW_WITHIN = 2000; // after the answer; then the button is free again, whatever became of the view
const LOST = { refused: "lost", ...words.closingLost };
const UNSTORED = { refused: "unstored", ...words.unstored };

export function createMover(options) {
  const { send, stage, place = stage, changed, refused, overtaken = nothing, pause, held = nothing, clock = browserClock, newId = randomId } = options;
  let waiting = null;
  let last = stage();
  let lastPlace = place();
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
    if (isReady(step)) await go(step);
  }

  async function pick(step) {
    if (step && !waiting && !held(step)) await go(step);
  }

  async function go(step) {
    const sent = { ...step };
    const { command, ...assumed } = sent;
    waiting = sent;
    stir();
    const payload = { command_id: newId(), ...assumed };
    const via = watched(closesRound(step) ? once(step) : send);
    const ack = await untilAnswered(via, command, payload, () => waiting === sent, pause);
    if (!ack) return;
    if (ack.ok) clock.after(VIEW_WITHIN, () => release(sent));
    else release(sent);
    if (ack === LOST) lost = true; // the next view tells whether it did
    else if (ack.refused && ack.refused !== "moved_on") refused(ack);
  }

  /* Somebody was quicker, and the newer view, which may have come already, says where that led: the press itself did nothing.
     What could not be stored is an answer here: whoever pressed is told, and presses again. */
  function watched(via) {
    return async (event, payload) => {
      const ack = await via(event, payload);
      if (ack.refused === "moved_on") overtaken();
      return ack.refused === "not_stored" ? UNSTORED : ack;
    };
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
    const [before, placeBefore] = [last, lastPlace];
    [last, lastPlace] = [stage(), place()];
    if (lost && last === before) refused(LOST);
    lost = false;
    if (lastPlace === placeBefore) return;
    if (isRevealed(last) && !isRevealed(before) && before !== "closed") {
      revealedAt = clock.now();
      clock.after(TAKE_BACK_WITHIN, changed);
    }
    waiting = null;
    stir();
  }

  /* Do not try any longer. Whether it has arrived, only the next view tells. */
  function stop() {
    if (waiting) release(waiting);
  }

  const justRevealed = () => clock.now() - revealedAt < TAKE_BACK_WITHIN;
  return { press, pick, arrived, isReady, justRevealed, waiting: () => waiting, stop };
}

function nothing() {
  return false;
}

/* How long the place has to have stood. Taking a reveal back is in a hurry; what covers the heatmap that has just appeared, or ends
   things, is not. */
function settleOf({ command, from, from_square: fromSquare, square }) {
  const leavesBoard = command === "move_spotlight" && fromSquare === null && square !== null;
  const ends = command === "close_session" || command === "wrap_up" || (command === "close_round" && from === "showing");
  return leavesBoard || ends ? SETTLE_REVEALED : SETTLE;
}
