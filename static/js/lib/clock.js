/* A sense of time. Tests bring their own. */

const LATER = 20; // milliseconds: a browser may round its clock, and then it would be too early

export const browserClock = {
  now: () => performance.now(),
  after: (milliseconds, act) => setTimeout(act, milliseconds + LATER),
};
