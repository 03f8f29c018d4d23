/* The phone's screen: where somebody is on the page, kept when it changes around them, given up when something else is shown;
   and lit while somebody votes. */

/* Run `act`, which may change heights; the first of `items` that reaches below the middle of the screen stays where it is. */
export function keepingPlace(items, act) {
  const read = items.find((item) => !item.hidden && item.getBoundingClientRect().bottom > window.innerHeight / 2);
  const top = read ? read.getBoundingClientRect().top : 0;
  act();
  if (read && !read.hidden && window.scrollY > 0) window.scrollBy(0, read.getBoundingClientRect().top - top);
}

/* Something else is on the screen now: begin at its top, and do not leave the focus on what has gone. */
export function startAtTop(heading) {
  window.scrollTo(0, 0);
  const focused = document.activeElement;
  if (focused && focused !== document.body && focused.offsetParent === null) heading.focus({ preventScroll: true });
}

/* The screen stays on while somebody votes, where the browser offers that and the page may ask for it (https only: on a plain
   LAN page nothing happens). It is let go of as soon as there is nothing to vote on.

   const keepAwake = wakeLock();   keepAwake(true) while voting, after a tap; keepAwake(false) when it is over */
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
