/* Every sentence that JavaScript shows on the board and the projector, in one place: a catalogue in another language
   replaces this file. Names of choices come from the grid. */

export const words = {
  /* On a square */
  noDots: (closed) => (closed ? "no dots" : "no dots yet"),
  withheld: (minimum) => `fewer than ${minimum} dots`,
  room: (word, leading) => (leading.length ? `${word} ${leading.join(" and ")}` : word),
  percent: (percent) => `${percent}\u202f%`, // a narrow space that does not break
  fragile: "could flip with one dot",
  star: "* could flip with one dot",
  turnout(dots, joined, closed) {
    if (dots === 0) return words.noDots(closed);
    return dots >= joined ? `all ${dots}` : `${dots} of ${joined}`;
  },

  /* Above the board */
  round: (number) => `Round ${number}`,
  finished(finished, joined) {
    if (joined === 0) return "nobody has joined yet";
    if (finished === joined) return joined === 1 ? "the one who joined has finished" : `all ${joined} have finished`;
    return `${finished} of ${joined} ${finished === 1 ? "has" : "have"} finished`;
  },
  hadFinished: (finished, joined) => `${finished} of ${joined} had finished`,
  stage: {
    voting: (round) => `${words.round(round)} is open`,
    showing: (round) => `${words.round(round)} is open and revealed`,
    revealed: (round) => `${words.round(round)}, revealed`,
    hidden: (round) => `${words.round(round)} is closed`,
    closed: () => "Thank you. This session is over.",
  },
  order: { grid: () => "in grid order", disagreement: () => "most disagreement first", last: (name) => `most ${name} first` },
  sentence: (parts) => parts.filter(Boolean).join(" · "),

  /* Below it */
  turnoutScale: "A bar grows with each dot. Colours come with the reveal.",
  fullScale: "100 % = everyone the same",
  emptyScale: (first, last) => `0 % = half ${first}, half ${last}`,

  /* In the lobby and elsewhere */
  joined(joined) {
    if (joined === 0) return "Nobody has joined yet";
    return joined === 1 ? "1 person has joined" : `${joined} people have joined`;
  },
  locked: "Joining is locked. Ask the facilitator.",
  covered: (round) => `${words.round(round)} is closed.`,
  offline: "No connection. This is the last that was seen.",
  gone: ["This session was deleted.", "Its dots and its code are gone."],
  fullScreen: "Full screen (F)",
  smallScreen: "Leave full screen (F)",
};
