/* Closing a round waits for the connection. Behind the same break, phones hold dots that count only while the round is open:
   a console that came back first must not close it before they had time to send. The same after a reload of this page, which
   is what people do in a break. No DOM, no Socket.IO. */

import { browserClock } from "./clock.js";
import { closesRound } from "./console_steps.js";

const ROUND_OPEN = ["voting", "showing"];
export const CATCH_UP = 5000; // milliseconds from a connection on; a phone that was awake is back within them

/* `stage()` is the newest view's, `anybody()` whether somebody has joined; `changed` is called when the wait is over. */
export function createHold({ stage, changed, anybody = () => true, clock = browserClock }) {
  let line = "connecting";
  let connectedAt = -Infinity;

  /* `status` as socket.js tells it. Where no round was open, no phone holds a dot. */
  function lineIs(status) {
    if (status === "connected" && line !== status && ROUND_OPEN.includes(stage())) {
      connectedAt = clock.now();
      clock.after(CATCH_UP, changed);
    }
    line = status;
  }

  /* Why `step` has to wait: "offline", "catchingUp", or "" when it need not. */
  function why(step) {
    if (!closesRound(step) || !anybody()) return "";
    if (line !== "connected") return "offline";
    return clock.now() - connectedAt < CATCH_UP ? "catchingUp" : "";
  }

  return { lineIs, why };
}
