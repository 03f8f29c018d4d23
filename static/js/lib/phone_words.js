/* Every sentence that JavaScript shows on the phone, in one place: a catalogue in another language replaces this file. */

export const words = {
  progress: (answered, all) => `${answered} of ${all}`,

  saved: "Saved",
  skipped: "Skipped",
  saving: "Saving…",
  noConnection: "Waiting for connection",
  notStored: "Not saved yet: the server could not store it. It is tried again.",
  late: "Not counted: the round had closed",
  refused: (sentence, hint) => `${sentence} ${hint}`,

  clear: "Clear",
  skip: "Skip",
  unskip: "Don’t skip",

  said: (what, label, at, all) => `${what}: ${label}, square ${at} of ${all}`,
  saidSkipped: (what, at, all) => `${what}: square ${at} of ${all}`,

  stillOpen(open, all) {
    if (open === 0) return "Every square has your answer.";
    if (open === all) return "No square has your dot yet. You can leave squares open.";
    return open === 1 ? "1 square is still open. You can leave it open." : `${open} squares are still open. You can leave them open.`;
  },
  doneWith(answered, all) {
    if (answered === all) return all === 1 ? "The square has your answer." : `All ${all} squares have your answer.`;
    return `${answered} of ${all} squares ${answered === 1 ? "has" : "have"} your answer.`;
  },
  then: (revealed) =>
    revealed ? "The room’s dots are revealed: press I’m done to see them." : "You can change your dots until the round closes.",
  lateOnes(count) {
    return count === 1
      ? "One of your dots arrived after the round had closed. It is not counted."
      : `${count} of your dots arrived after the round had closed. They are not counted.`;
  },

  noDot: "No dot",
  noDots: (closed) => (closed ? "No dots" : "No dots yet"),
  withheld: (minimum) => `Fewer than ${minimum} dots: not shown`,
  room: (word, leading) => (leading.length ? `${word} ${leading.join(" and ")}` : word),
  agreement: (percent) => `${percent} % agreement`,
  dots: (n) => (n === 1 ? "1 dot" : `${n} dots`),
  part: (count, label) => `${count} ${label}`,

  /* Short, so that most phones show them on one line: they lie over the page. */
  offline: "No connection. Dots are kept and sent later.",
  offlineElsewhere: "No connection. This page waits for it.",

  protectedBy: (minimum) => `A square’s colours are shown once at least ${minimum} people have placed a dot on it.`,
  unprotected:
    "Small groups are not protected here: with few people, others may work out who placed which dot, as on a paper poster.",

  gone: ["This session was deleted.", "Everything in it is gone, your dots too. There is nothing left to do here."],
  forgotten: ["Your dots are forgotten.", "They count no longer. Totals that were already shown change once enough others change too, so that nobody can work out which were yours."],
  canJoinAgain: "You can join again and start anew.",
  askToJoinAgain: "Joining is locked. Ask the facilitator if you want to join again.",
  joinAgain: "Join again",
  reload: "Reload this page",
};
