/* Every sentence that JavaScript shows on the board and the projector, in one place. t and tn say it in the page's language;
   names of choices come from the grid. */

import { percent, t, tn } from "./language.js";
import { room } from "./room_words.js";

export const words = {
  /* On a square */
  noDots: (closed) => (closed ? t("no dots") : t("no dots yet")),
  /* There can be as many as that, some on phones and some on paper, and too few of either. */
  withheld(n, minimum) {
    if (n === null) return t("not shown yet"); // in a film, of an open round
    return n < minimum ? t("fewer than %(minimum)s dots", { minimum }) : t("too few dots");
  },
  room,
  percent,
  fragile: t("could flip with one dot"),
  paper: (paper) => tn("%(n)s on paper", "%(n)s on paper", paper),
  before: t("before"),
  fromTo: (from, to) => t("%(from)s → %(to)s", { from, to }),
  star: t("* could flip with one dot"),
  turnout(dots, joined, closed) {
    if (dots === 0) return words.noDots(closed);
    return dots >= joined ? t("all %(dots)s", { dots }) : t("%(dots)s of %(joined)s", { dots, joined });
  },

  /* Above the board */
  finished(finished, joined) {
    if (joined === 0) return t("nobody has joined yet");
    if (finished === joined) return tn("the one who joined has finished", "all %(n)s have finished", joined);
    return tn("%(n)s of %(joined)s has finished", "%(n)s of %(joined)s have finished", finished, { joined });
  },
  hadFinished: (finished, joined) => t("%(finished)s of %(joined)s had finished", { finished, joined }),
  stage: {
    voting: (round) => (round > 1 ? t("Second look: round %(round)s is open", { round }) : t("Round %(round)s is open", { round })),
    showing: (round) =>
      round > 1 ? t("Second look: round %(round)s is open and revealed", { round }) : t("Round %(round)s is open and revealed", { round }),
    revealed: (round) => (round > 1 ? t("Second look: round %(round)s, revealed", { round }) : t("Round %(round)s, revealed", { round })),
    wrap_up: () => t("Wrap-up"),
    hidden: (round) => t("Round %(round)s is closed", { round }),
    closed: () => t("Thank you. This session is over."),
  },
  unveiled: (seen, all) => t("Revealed %(seen)s of %(all)s", { seen, all }),
  order: {
    grid: () => t("in grid order"),
    disagreement: () => t("most disagreement first"),
    agreement: () => t("most agreement first"),
    last: (choice) => t("most %(choice)s first", { choice }),
  },
  sentence: (parts) => parts.filter(Boolean).join(" · "),

  /* Below it */
  thinBar: t("thin bar: before"),
  turnoutScale: t("A bar grows with each dot. Colours come with the reveal."),
  fullScale: t("%(percent)s = everyone the same", { percent: percent(100) }),
  emptyScale: (first, last) => t("%(percent)s = half %(first)s, half %(last)s", { percent: percent(0), first, last }),

  /* In the lobby and elsewhere */
  joined: (joined) => (joined === 0 ? t("Nobody has joined yet") : tn("%(n)s person has joined", "%(n)s people have joined", joined)),
  locked: t("Joining is locked. Ask the facilitator."),
  covered: (round) => t("Round %(round)s is closed.", { round }),
  offline: t("No connection. This is the last that was seen."),
  gone: [t("This session was deleted."), t("Its dots and its code are gone.")],
  fullScreen: t("Full screen (F)"),
  smallScreen: t("Leave full screen (F)"),
  dark: t("Dark (D)"),
  light: t("Light (D)"),
};
