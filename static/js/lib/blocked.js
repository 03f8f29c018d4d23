/* Some networks let pages through and hold live connections back. After a while without a line it is looked whether pages do get
   through: only then another way is offered. No DOM. */

import { browserClock } from "./clock.js";

export const LOOK_AFTER = 10000; // milliseconds without a line, also between two looks
const PROBE = "/healthz";

/* const blocked = watchForBlocking(show); blocked.lineIs(status);   `show(true)`: pages get through, the line does not */
export function watchForBlocking(show, { clock = browserClock, probe = pagesGetThrough } = {}) {
  let loss = 0; // counts them: what was planned for an earlier one is void
  let lost = false;

  function lineIs(status) {
    if (status !== "offline" && status !== "connected") return;
    loss += 1;
    lost = status === "offline";
    if (lost) lookLater(loss);
    else show(false);
  }

  function lookLater(mine) {
    clock.after(LOOK_AFTER, () => mine === loss && look(mine));
  }

  async function look(mine) {
    const through = await probe();
    if (mine !== loss || !lost) return;
    show(through);
    if (!through) lookLater(mine);
  }

  return { lineIs };
}

async function pagesGetThrough() {
  try {
    return (await fetch(PROBE, { cache: "no-store" })).ok;
  } catch (nothingGetsThrough) {
    return false;
  }
}
