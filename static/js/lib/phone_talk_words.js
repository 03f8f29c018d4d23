/* Every sentence of the discussion that JavaScript shows on the phone. What never changes stands in the page already, in its language. */

import { t, tn } from "./language.js";

export const words = {
  secondLook: (squares) => tn("Second look: %(n)s square", "Second look: %(n)s squares", squares),
  covered: t("Not revealed yet"),

  /* The square in the spotlight */
  place(square, place) {
    if (!place) return t("square %(square)s", { square });
    return t("square %(square)s · %(at)s of %(all)s on our agenda", { square, at: place[0], all: place[1] });
  },
  withPaper: (says, paper) => `${says} · ${tn("%(n)s on paper", "%(n)s on paper", paper)}`,
  people: (people) => tn("%(n)s person", "%(n)s people", people),

  /* What people type */
  typed: (typed, most) => t("%(typed)s of %(most)s", { typed, most }),
  empty: t("Write a sentence, then send it."),
  sending: t("Sending…"),
  waiting: t("Waiting for connection. It is sent as soon as it is back."),
  kept: (square) => t("What you wrote about “%(square)s” is not sent. It is kept here until the room comes back to that square.", { square }),

  /* The countdown, and the next person */
  timeLeft: (time) => t("%(time)s left", { time }),
  paused: (time) => t("%(time)s left, paused", { time }),
  timeUp: t("Time is up."),
  stillWaiting: t("Some of your dots are not saved yet. Wait for the connection, then pass the phone on."),
};
