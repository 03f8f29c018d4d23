/* Every sentence that JavaScript shows on the console, in one place: a catalogue in another language replaces this file. */

const people = (n) => (n === 1 ? "1 person" : `${n} people`);
const joined = (n) => (n === 0 ? "Nobody has joined yet." : `${people(n)} ${n === 1 ? "has" : "have"} joined.`);

export const words = {
  lobby: "Lobby",
  round: (number) => `Round ${number}`,
  reveal: "Reveal",
  revealed: "Revealed",
  takenBack: "Taken back",
  closed: "Closed",

  /* What goes on, and what the class sees of it: never a surprise. */
  now: {
    lobby: "People are joining.",
    voting: "People are voting.",
    showing: "People are voting, and the heatmap is revealed.",
    hidden: "The round is closed. Nothing is revealed.",
    revealed: "The round is closed and revealed.",
    closed: "The session is closed.",
  },
  classSees: {
    lobby: "The class sees how to join.",
    voting: "The class sees how many have voted, never how.",
    live: "The class sees the live heatmap.",
    showing: "The class sees the heatmap. It stays live.",
    hidden: "The class sees no colours.",
    revealed: "The class sees the heatmap.",
    closed: "The class sees that the session is over.",
  },

  /* The next button, and beneath it what its press will do. */
  next: {
    open_round: (round) => `Open round ${round}`,
    close_round: (_, shown) => (shown ? "Close the round" : "Close the round and reveal"),
    reveal: () => "Reveal",
    close_session: () => "Close the session",
  },
  back: { take_back: "Take back the reveal", reopen_session: "Reopen the session" },
  joinedSoFar: (n, locked) => (locked || n === 0 ? joined(n) : `${joined(n)} More can join later.`),
  finishedSoFar(finished, all) {
    if (all === 0) return joined(0);
    if (finished === all) return all === 1 ? "The one who joined has finished." : `All ${all} have finished.`;
    return `${finished} of ${all} ${finished === 1 ? "has" : "have"} finished.`;
  },
  then: {
    lobby: (squares) => `Phones show the directions and ${squares} squares. The class sees how many have voted, never how.`,
    lobbyLive: (squares) => `Phones show the directions and ${squares} squares. The class sees the heatmap from the first dots on.`,
    voting: "Nobody can change a dot after that. The projector and the phones show the colours.",
    votingLive: "Nobody can change a dot after that. The heatmap stays up, and phones show it too.",
    showing: "Nobody can change a dot after that. The heatmap stays up.",
    hidden: "The projector and the phones show the colours.",
    revealed: "Phones say thank you and go on showing the room’s dots. You can reopen it.",
    closed: "What is left: the results as a file, or delete everything.",
  },
  takenBackSoFar: (times) =>
    times === 1 ? "A reveal was taken back once. The results say so." : `A reveal was taken back ${times} times. The results say so.`,
  done: "Nothing comes next.",

  /* One click deeper: the reveal while the round is open */
  revealOpen: {
    why: "The colours appear on the projector and the phones now, and go on changing while people vote. People follow what they see.",
    button: "Reveal while the round is open",
  },
  revealOpenLive: { why: "Phones show the room’s colours now too, and they go on changing.", button: "Show it on phones too" },

  movingOffline: (step) => `No connection. “${step}” is sent as soon as the connection is back, unless you stop it.`,
  held: {
    offline: "Wait for the connection: phones still hold dots that would not count.",
    catchingUp: "The phones are sending what was tapped meanwhile.",
  },
  closingLost: { sentence: "The connection broke before the round was closed: it is still open.", hint: "Press again." },
  refused: (sentence, hint) => `${sentence} ${hint}`,

  covered: "Heatmap covered.",
  coveredWhy: "Here and on the projector: how many have voted, never how.",
  coveredHidden: "The reveal was taken back: nobody sees colours.",
  peek: "Peek at the heatmap",
  peeking: "You are peeking: this screen may be on the projector.",
  peekingWhy: "The projector takes over layer and order when you reveal.",
  coverAgain: "Cover again",
  follows: "The projector follows.",
  mirror: "Or mirror this screen: the heatmap stays covered until you reveal.",
  mirrorLive: "Or mirror this screen: it shows the same live heatmap.",
  stillEmpty: "The board is empty until round 1 is open.",

  joiningOpen: "open",
  joiningLocked: "locked",
  lock: "Lock joining",
  unlock: "Open joining again",
  lockedWhy: "Nobody new can join. Who has joined stays in, also after a reload.",
  openWhy: "Anyone with the code can join.",
  admitted: (n) => (n === 1 ? "One more can join now." : `${n} more can join now.`),
  letIn: "One was let in. Joining is locked again.",

  seesTurnout: "turnout only",
  seesLive: "the live heatmap",
  toLive: "Show the live heatmap",
  toLiveNow: "Show the live heatmap now",
  toTurnout: "Show turnout only",
  toLiveWhy: "The class sees how many have voted, never how. People follow what they see, so this is the fairer way.",
  toLiveNowWhy: "The class sees how many have voted, never how. Pressing this puts the colours on the projector at once.",
  toTurnoutWhy: "While a round is open, the board fills with colours from the first dots on.",

  minimumNow: (minimum) => (minimum > 1 ? `from ${minimum} dots on` : "not protected"),
  minimumWrong: "That is not a minimum. Enter a whole number from 3 to 20, or switch it off.",
  changed: "Changed.",
  exportsEmpty: (minimum) =>
    minimum > 1 ? `A square with fewer than ${minimum} dots has no counts in it.` : "Every square’s counts are in it.",

  copied: "Copied.",
  copyByHand: "Press Ctrl and C to copy it.",

  show: "Show the recovery phrase",
  hide: "Hide it",
  phraseHidden: "Hidden again.",
  madeNew: "This is the new phrase. The old one is worthless, and every other laptop has lost control.",
  noPhrase: "The server did not answer with a phrase. Nothing was changed. Try again.",

  lost: (joined) =>
    `All dots of ${people(joined)}, the board and the code, for good. The phones are told. Files you have downloaded stay yours.`,

  line: { connecting: "Connecting…", connected: "Connected", offline: "No connection" },
  offline: "No connection to the server. Phones keep what people tap. What you press here is sent when the connection is back, except closing the round.",
  waiting: "Not stored yet: it is tried again.",
  gone: ["This session was deleted.", "Its dots, its board and its code are gone. There is nothing left to steer."],
  overLinks: { gone: "To the start", no_control: "Enter the recovery phrase", other: "Reload this page" },
};
