/* A sense of time, of which tests bring their own; and what is left of a countdown on the projector, the console and phones. */

const LATER = 20; // milliseconds: a browser may round its clock, and then it would be too early

export const browserClock = {
  now: () => performance.now(),
  after: (milliseconds, act) => setTimeout(act, milliseconds + LATER),
};

/* Seconds → "2:40", begun seconds counted whole. */
export function clockOf(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/* What is left of `remains` seconds that were left at `since`, in milliseconds of the same clock as `now`. */
export function leftOf({ remains, running, since }, now) {
  return running ? Math.max(0, remains - (now - since) / 1000) : remains;
}
