/* Every sentence that JavaScript shows on the board and the projector, in one place: a catalogue in another language
   replaces this file. Names of choices come from the grid. */

export const words = {
  /* On a square */
  noDotsYet: "no dots yet",
  withheld: (minimum) => `fewer than ${minimum} dots`,
  room: (word, leading) => (leading.length ? `${word} ${leading.join(" and ")}` : word),
  percent: (percent) => `${percent} %`,
  fragile: "could flip with one dot",
  turnout: (dots, joined) => `${dots} of ${Math.max(dots, joined)}`,
  saidTurnout: "dots placed",
  saidAgreement: "agreement",
};
