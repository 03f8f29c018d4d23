/* Closing a round waits for the connection, and for a disk that can store. Behind the same trouble phones hold dots that count only while
   the round is open: a console that comes first must not close it before they had time to send. The same where this page is reloaded
   in a break, which is what people do. No DOM, no Socket.IO. */

import { browserClock } from "./clock.js";
import { closesRound } from "./console_steps.js";

const ROUND_OPEN = ["voting", "showing"];
const PASSING = ["full", "read_only", "slow", "failing", "away"]; // a damaged file stays so until the server stops, and phones go on storing
export const CATCH_UP = 5000; // milliseconds from the end of the trouble on; a phone that was awake has sent within them
const LOST_BEFORE = "pollapp line lost";

/* `stage()` is the newest view's, `anybody()` whether somebody has joined; `changed` is called when the wait is over. */
export function createHold({ stage, changed, anybody = () => true, clock = browserClock, before = beforeReload }) {
  let line = "connecting";
  let lost = before.get(); // a line that was there, or did not come: a first load is no break
  let trouble = false;
  let wellFrom = -Infinity;

  /* `status` as socket.js tells it. */
  function lineIs(status) {
    if (status === "connected") {
      if (lost) well();
      lost = false;
      before.set(false);
    } else if (line === "connected" || status === "offline") {
      lost = true;
      if (status === "offline") before.set(true); // a page that is left loses its line too, but not for that long
    }
    line = status;
  }

  /* `kind` as the view tells it: null when storing works. */
  function troubleIs(kind) {
    const now = PASSING.includes(kind);
    if (trouble && !now) well();
    trouble = now;
  }

  /* Where no round is open, no phone holds a dot. */
  function well() {
    if (!ROUND_OPEN.includes(stage())) return;
    wellFrom = clock.now();
    clock.after(CATCH_UP, changed);
  }

  /* Why `step` has to wait: "offline", "trouble", "catchingUp", or "" when it need not. */
  function why(step) {
    if (!closesRound(step) || !anybody()) return "";
    if (line !== "connected") return "offline";
    if (trouble) return "trouble";
    return clock.now() - wellFrom < CATCH_UP ? "catchingUp" : "";
  }

  return { lineIs, troubleIs, why };
}

/* Whether the page before a reload had lost its line; without storage nothing is known of it. */
const beforeReload = {
  get() {
    try {
      return sessionStorage.getItem(LOST_BEFORE) !== null;
    } catch (noStorage) {
      return false;
    }
  },
  set(is) {
    try {
      if (is) sessionStorage.setItem(LOST_BEFORE, "");
      else sessionStorage.removeItem(LOST_BEFORE);
    } catch (noStorage) {
      // then a reload forgets it
    }
  },
};
