/* Some networks let pages through and hold live connections back. After a while without a line it is looked whether pages do get
   through: only then another way is offered. */

const OFFER_AFTER = 10000; // milliseconds without a line, also between two looks
const PROBE = "/healthz";

/* const blocked = watchForBlocking(show); blocked.lineIs(status);   `show(true)`: pages get through, the line does not */
export function watchForBlocking(show, { after = OFFER_AFTER, probe = pagesGetThrough } = {}) {
  let timer = 0;
  let lost = false;

  function lineIs(status) {
    if (status !== "offline" && status !== "connected") return;
    clearTimeout(timer);
    lost = status === "offline";
    if (lost) timer = setTimeout(look, after);
    else show(false);
  }

  async function look() {
    const through = await probe();
    if (!lost) return;
    show(through);
    if (!through) timer = setTimeout(look, after);
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
