/* The screen stays on while somebody votes, where the browser offers that and the page may ask for it (https only: on a plain
   LAN page nothing happens). It is let go of as soon as there is nothing to vote on. */

/* const keepAwake = wakeLock();   keepAwake(true) while voting, after a tap; keepAwake(false) when it is over */
export function wakeLock() {
  let lock = null;
  let wanted = false;

  async function ask() {
    try {
      // eslint-disable-next-line compat/compat -- keepAwake asks only where there is one
      const got = await navigator.wakeLock.request("screen");
      if (wanted && !lock) lock = got;
      else got.release();
    } catch (notNow) {
      /* low battery, or the page is hidden: the screen goes off as it always does */
    }
  }

  function keepAwake(on) {
    wanted = on;
    if (!("wakeLock" in navigator)) return;
    if (on && (!lock || lock.released)) {
      lock = null;
      ask();
    }
    if (!on && lock) {
      lock.release();
      lock = null;
    }
  }

  return keepAwake;
}
