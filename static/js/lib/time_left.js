/* What is left of a countdown, and how it is written: on the projector, the console and phones. Pure. */

/* Seconds → "2:40", begun seconds counted whole. */
export function clockOf(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/* What is left of `remains` seconds that were left at `since`, in milliseconds of the same clock as `now`. */
export function leftOf({ remains, running, since }, now) {
  return running ? Math.max(0, remains - (now - since) / 1000) : remains;
}
