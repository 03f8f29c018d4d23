/* Every sentence that JavaScript shows on the console of the talk, in one place: the steps from the reveal to the end, and the tab
   where the talk is led. t and tn say it in the page's language; names of squares and choices come from the grid. */

import { t, tn } from "./language.js";
import { room } from "./room_words.js";

const why = {
  again: t("looked at again"),
  split: t("split"),
  spread: t("spread"),
  few: t("many left it open"),
  least: t("least agreement"),
  own: t("yours"),
};

/* What the room thinks of a square, in words; "" where nothing may be said. */
function roomSays(result, choices) {
  if (!result || result.withheld || !result.n) return "";
  return room[result.word](result.leading.map((at) => choices[at]));
}

/* Parts of the console's words: console_words.js lays them out among its own. */
export const talkWords = {
  steps: {
    talk: t("Talk"),
    wrapUp: t("Wrap-up"),
    talkingAbout: (square) => t("Talking about: %(square)s", { square }),
    unveil: (square) => t("Reveal the next square: %(square)s", { square }),
    revealRest: t("Reveal the rest"),
    toTalk: t("All are revealed: on to the talk"),
    toBoard: t("Back to the board"),
    backTo: (square) => t("Back to: %(square)s", { square }),
    talkAbout: (square) => t("Talk about: %(square)s", { square }),
    nextSquare: (square) => t("Next: %(square)s", { square }),
    stepBack: { wrap_up: t("Back to the talk"), takeaways: t("Back to the wrap-up") },
    whyNext: (reason, result, choices) => {
      const counts = (result && result.counts) || [];
      const said = counts.map((n, at) => (n ? t("%(n)s %(choice)s", { n, choice: choices[at] }) : "")).filter(Boolean);
      if (!said.length) return t("Why next: %(why)s", { why: why[reason] });
      return t("Why next: %(why)s (%(counts)s)", { why: why[reason], counts: said.join(", ") });
    },
    pressSquare: t("Press a square to talk about it."),
    pressCovered: t("Press a covered square to reveal it."),
  },
  now: {
    unveiling: t("The squares are revealed one by one."),
    wrap_up: t("Wrapping up: where the room agrees, and where not."),
    takeaways: t("People write what they take with them."),
  },
  classSees: {
    unveiling: t("The class sees the squares that you have revealed, and of the others how many have voted."),
    spotlight: t("The class sees this square, large. Phones show it too."),
    wrap_up: t("The class sees where the room agrees, where not, and what has moved."),
    takeaways: t("The class sees the wrap-up. Takeaways appear once you approve them."),
    ended: t("The class sees what the session ended with, and that it is over."),
  },
  next: {
    wrap_up: () => t("Wrap up"),
    ask_takeaways: () => t("Ask for takeaways"),
  },
  then: {
    spotlight: t("The projector shows it large, with what to ask. Phones show it too, and people can send a reason."),
    unveil: t("Its colours appear on the projector and the phones."),
    unveiling: t("Every square is revealed. The talk begins."),
    revealed: t("The projector shows where the room agrees, where not, and what has moved. You can come back."),
    wrap_up: t("Phones ask what people take with them, in a sentence. You approve what the projector shows."),
  },
};

export const words = {
  why,
  roomSays,
  refused: (sentence, hint) => `${sentence} ${hint}`,

  /* The agenda */
  discussed: (square) => t("Discussed: %(square)s", { square }),
  up: t("Up"),
  down: t("Down"),
  drop: t("Drop"),
  upOf: (square) => t("Up: %(square)s", { square }),
  downOf: (square) => t("Down: %(square)s", { square }),
  dropOf: (square) => t("Drop: %(square)s", { square }),
  change: t("Change the agenda"),
  changed: t("Done changing"),
  proposed: t("Proposed: what divides the room first."),
  own: t("This is your own agenda."),
  empty: t("Nothing is on the agenda. Add a square, or press one on the board."),

  /* The square in the spotlight */
  nothing: t("No square is in the spotlight"),
  place: (at, all) => t("%(at)s of %(all)s on the agenda", { at, all }),
  offAgenda: t("not on the agenda"),
  dots: (n) => tn("%(n)s dot", "%(n)s dots", n),
  withheld: (n, minimum) =>
    n < minimum ? t("fewer than %(minimum)s dots: nothing is shown of it", { minimum }) : t("too few dots: nothing is shown of it"),
  parts: (parts) => parts.filter(Boolean).join(" · "),

  /* The countdown */
  none: t("No countdown"),
  running: t("running"),
  paused: t("paused"),
  over: t("Time is up"),

  /* The private note */
  note: { saving: t("Saving…"), saved: t("Saved"), waiting: t("Not saved yet: it is tried again.") },

  /* What people typed */
  waiting: (n) => tn("%(n)s waiting", "%(n)s waiting", n),
  waitingSaid: (n) => (n ? tn("%(n)s reason or takeaway waits for you.", "%(n)s reasons or takeaways wait for you.", n) : ""),
  elsewhere: (n) => tn("%(n)s more on other squares", "%(n)s more on other squares", n),
  onlyHere: t("Only those on this square"),
  approved: (n) => t("Approved (%(n)s)", { n }),
  hidden: (n) => t("Hidden (%(n)s)", { n }),
  queue: {
    reasons: t("Reasons"),
    takeaways: t("Takeaways"),
    noReasons: t("None yet. Phones can send one while the square is in the spotlight."),
    noTakeaways: t("None yet. Phones are asking for them."),
    approve: t("Approve"),
    isUp: t("It is on the projector now."),
  },

  /* The second look */
  openOn: (round, squares) => tn("Open round %(round)s on %(n)s square", "Open round %(round)s on %(n)s squares", squares, { round }),
  chooseSome: t("Choose at least one square."),

  /* Dots from paper */
  paperNone: t("none"),
  paperOn: (squares) => tn("on %(n)s square", "on %(n)s squares", squares),
  paperRound: (number) => t("Round %(number)s", { number }),
  paperSoFar(dots, protectedFrom) {
    if (!dots) return t("No dots from paper are counted here so far.");
    const few = dots < protectedFrom ? t("They are shown from %(minimum)s on.", { minimum: protectedFrom }) : "";
    const counted = tn(
      "%(n)s dot from paper is counted here so far; saving replaces it.",
      "%(n)s dots from paper are counted here so far; saving replaces them.",
      dots,
    );
    return [counted, few].filter(Boolean).join(" ");
  },
  paperLobby: t("Once round 1 is open, dots from paper can be typed in here."),
  paperClosed: t("The session is closed: reopen it to change them."),
  paperWrong: (most) => t("That is not a count. For each choice, type a whole number from 0 to %(most)s.", { most }),
  paperSaved: (dots, square) => tn("Saved: %(n)s dot on “%(square)s”.", "Saved: %(n)s dots on “%(square)s”.", dots, { square }),
};
