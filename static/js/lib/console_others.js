/* How many other consoles there are, once that is certain. Where several workers serve, who comes back to another one, after a reload or
   because the first has died, is counted there too until that one says so, or has said nothing for a while: whoever is alone must not be
   told of another console. No DOM. */

import { browserClock } from "./clock.js";

export const CERTAIN = 9000; // milliseconds: what a worker says holds for 6 s, and is looked at every 2

/* `several`: whether there may be other workers. `changed` is called when there are more; `now()` of those who are there for certain. */
export function createOthers({ several, changed, clock = browserClock }) {
  let newest = 0;
  let certain = 0;
  let times = 0; // that the number was another one

  /* As the newest view says. */
  function are(number) {
    if (number === newest) return;
    newest = number;
    certain = several ? Math.min(certain, number) : number; // whoever leaves has left
    const time = (times += 1);
    if (number > certain) clock.after(CERTAIN, () => time === times && count());
  }

  function count() {
    certain = newest;
    changed();
  }

  return { are, now: () => certain };
}
