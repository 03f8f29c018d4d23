/* Every sentence that JavaScript shows on the console, in one place. t and tn say it in the page's language. */

import { t, tn } from "./language.js";
import { talkWords } from "./console_talk_words.js";

const joined = (n) => (n === 0 ? t("Nobody has joined yet.") : tn("%(n)s person has joined.", "%(n)s people have joined.", n));

export const words = {
  lobby: t("Lobby"),
  round: (number) => t("Round %(number)s", { number }),
  reveal: t("Reveal"),
  revealed: t("Revealed"),
  takenBack: t("Taken back"),
  closed: t("Closed"),
  ...talkWords.steps,

  /* What goes on, and what the class sees of it: never a surprise. */
  now: {
    lobby: t("People are joining."),
    voting: t("People are voting."),
    showing: t("People are voting, and the heatmap is revealed."),
    hidden: t("The round is closed. Nothing is revealed."),
    revealed: t("The round is closed and revealed."),
    closed: t("The session is closed."),
    ...talkWords.now,
  },
  classSees: {
    lobby: t("The class sees how to join."),
    voting: t("The class sees how many have voted, never how."),
    live: t("The class sees the live heatmap."),
    showing: t("The class sees the heatmap. It stays live."),
    hidden: t("The class sees no colours."),
    revealed: t("The class sees the heatmap."),
    closed: t("The class sees that the session is over."),
    ...talkWords.classSees,
  },

  /* The next button, and beneath it what its press will do. */
  next: {
    open_round: (round) => t("Open round %(round)s", { round }),
    close_round: (_, shown) => (shown ? t("Close the round") : t("Close the round and reveal")),
    reveal: () => t("Reveal"),
    close_session: () => t("Close the session"),
    ...talkWords.next,
  },
  back: { take_back: t("Take back the reveal"), reopen_session: t("Reopen the session") },
  joinedSoFar: (n, locked) => (locked || n === 0 ? joined(n) : `${joined(n)} ${t("More can join later.")}`),
  finishedSoFar(finished, all) {
    if (all === 0) return joined(0);
    if (finished === all) return tn("The one who joined has finished.", "All %(n)s have finished.", all);
    return tn("%(n)s of %(all)s has finished.", "%(n)s of %(all)s have finished.", finished, { all });
  },
  then: {
    lobby: (squares) =>
      tn(
        "Phones show the directions and %(n)s square. The class sees how many have voted, never how.",
        "Phones show the directions and %(n)s squares. The class sees how many have voted, never how.",
        squares,
      ),
    lobbyLive: (squares) =>
      tn(
        "Phones show the directions and %(n)s square. The class sees the heatmap from the first dots on.",
        "Phones show the directions and %(n)s squares. The class sees the heatmap from the first dots on.",
        squares,
      ),
    voting: t("Nobody can change a dot after that. The projector and the phones show the colours."),
    votingLive: t("Nobody can change a dot after that. The heatmap stays up, and phones show it too."),
    showing: t("Nobody can change a dot after that. The heatmap stays up."),
    hidden: t("The projector and the phones show the colours."),
    takeaways: t("Phones say thank you and go on showing the room’s dots. You can reopen it."),
    closed: t("What is left: take the results home, or delete everything."),
    ...talkWords.then,
  },
  takenBackSoFar: (times) =>
    tn(
      "A reveal was taken back once. The results say so.",
      "Reveals were taken back %(n)s times. The results say so.",
      times,
    ),
  done: t("Nothing comes next."),

  /* One click deeper: the reveal while the round is open */
  revealOpen: {
    why: t(
      "The colours appear on the projector and the phones now, and go on changing while people vote. People follow what they see.",
    ),
    button: t("Reveal while the round is open"),
  },
  revealOpenLive: { why: t("Phones show the room’s colours now too, and they go on changing."), button: t("Show it on phones too") },

  movingOffline: (step) =>
    t("No connection. “%(step)s” is sent as soon as the connection is back, unless you stop it.", { step }),
  held: {
    offline: t("Wait for the connection: phones still hold dots that would not count."),
    trouble: t("Wait until the server can store again: phones still hold dots that would not count."),
    catchingUp: t("The phones are sending what was tapped meanwhile."),
  },
  closingLost: { sentence: t("The connection broke before the round was closed: it is still open."), hint: t("Press again.") },
  unstored: { sentence: t("This step was not done: the server could not store it."), hint: t("Press again once it can.") },
  storesAgain: t("Now it can: press again."),
  refused: (sentence, hint) => `${sentence} ${hint}`,

  covered: t("Heatmap covered."),
  coveredWhy: t("Here and on the projector: how many have voted, never how."),
  coveredHidden: t("The reveal was taken back: nobody sees colours."),
  peek: t("Peek at the heatmap"),
  peekWaits: t("A peek needs the connection."),
  peeking: t("You are peeking: this screen may be on the projector."),
  peekingWhy: t("The projector takes over layer and order when you reveal."),
  steps: (minimum) => t("While people vote, counts change in steps of %(minimum)s dots, so that nobody can be followed.", { minimum }),
  coverAgain: t("Cover again"),
  follows: t("The projector follows."),
  mirror: t("Or mirror this screen: the heatmap stays covered until you reveal, but the class could then read what people write, and your notes."),
  mirrorLive: t("Or mirror this screen: it shows the same live heatmap."),
  stillEmpty: t("The board is empty until round 1 is open."),

  joiningOpen: t("open"),
  joiningLocked: t("locked"),
  lock: t("Lock joining"),
  unlock: t("Open joining again"),
  lockedWhy: t("Nobody new can join. Who has joined stays in, also after a reload."),
  openWhy: t("Anyone with the code can join."),
  admitted: (n) => tn("One more can join now.", "%(n)s more can join now.", n),
  letIn: t("One was let in. Joining is locked again."),

  seesTurnout: t("turnout only"),
  seesLive: t("the live heatmap"),
  toLive: t("Show the live heatmap"),
  toLiveNow: t("Show the live heatmap now"),
  toTurnout: t("Show turnout only"),
  toLiveWhy: t("The class sees how many have voted, never how. People follow what they see, so this is the fairer way."),
  toLiveNowWhy: t("The class sees how many have voted, never how. Pressing this puts the colours on the projector at once."),
  toTurnoutWhy: t("While a round is open, the board fills with colours from the first dots on."),

  minimumNow: (minimum) => (minimum > 1 ? t("from %(minimum)s dots on", { minimum }) : t("not protected")),
  minimumWrong: (least, most) =>
    t("That is not a minimum. Enter a whole number from %(least)s to %(most)s, or switch it off.", { least, most }),
  changed: t("Changed."),
  exportsEmpty: (minimum) =>
    minimum > 1
      ? t("A square with fewer than %(minimum)s dots has no counts in it.", { minimum })
      : t("Every square’s counts are in it."),

  newProjector: t("The new link is there, and the pages of the old one have ended. Open the projector again from here."),
  copied: t("Copied."),
  copyByHand: t("Press Ctrl and C to copy it."),

  show: t("Show the recovery phrase"),
  hide: t("Hide it"),
  phraseHidden: t("Hidden again."),
  madeNew: t("This is the new phrase. The old one is worthless, and every other laptop has lost control."),
  noPhrase: t("The server did not answer with a phrase. Nothing was changed. Try again."),
  maybeNew: t("The server did not answer: there may be a new phrase, or not. This browser keeps control either way. Try again."),

  keptUntil: (until) => t("Kept %(until)s.", { until }),

  /* Control moves to a phone */
  handover: {
    code: t("QR code that offers control of this session"),
    how: (seconds) =>
      t("Scan this with your phone’s camera, then let go. It works once, within %(seconds)s seconds, and nobody steers before you say yes here.", {
        seconds,
      }),
    hold: t("Keep holding it: the QR code is there only while you do."),
    scanned: (seconds) => t("Hidden again. Press “Steer from this phone” on your phone, within %(seconds)s seconds.", { seconds }),
    question: (number) => t("A phone asks to steer this session. Does yours show %(number)s?", { number }),
    granted: t("Waiting for the phone to come to the console."),
    collected: t("Your phone steers too now."),
    refused: t("Refused: that phone steers nothing. Hold the button again to offer it anew."),
    over: t("The QR code is over. Hold the button again for a new one."),
    unreachable: t("The server did not answer. Try again."),
  },

  lost: (people) =>
    people === 0
      ? t("The board with everything on it, and the code, for good.")
      : tn(
          "All dots and words of %(n)s person, the board, your notes and the code, for good. The phones are told. Files you have downloaded stay yours.",
          "All dots and words of %(n)s people, the board, your notes and the code, for good. The phones are told. Files you have downloaded stay yours.",
          people,
        ),

  others: (n) => tn("Connected · %(n)s other console", "Connected · %(n)s other consoles", n),
  overtaken: t("This step was already done, from another console or by a press before: yours changed nothing."),
  tooLate: { sentence: t("The session has moved on meanwhile: this was not changed."), hint: t("Press again if you still want it.") },
  line: { connecting: t("Connecting…"), connected: t("Connected"), offline: t("No connection") },
  offline: t(
    "No connection to the server. Phones keep what people tap. What you press here is sent when the connection is back, except closing the round.",
  ),
  /* What keeps the server from storing: what is wrong, and what to do. */
  trouble: {
    full: t("The disk is full: dots wait on the phones. Free some space on the server’s computer; nothing else is needed."),
    read_only: t("The disk cannot be written to: dots wait on the phones. Make it writable on the server’s computer; nothing else is needed."),
    slow: t("The disk is slow: dots wait on the phones for a while. Close what else keeps the server’s computer busy."),
    failing: t("The disk reports errors: what cannot be stored waits on the phones. Have somebody look at the server’s disk."),
    away: t("The store of the sessions does not answer: dots wait on the phones. Once it is back all goes on by itself; tell whoever runs it."),
    damaged: t("The server’s file of sessions is damaged. What is shown goes on; have somebody stop the server and run: pollapp data check"),
  },
  /* Likewise, where the sessions are in an engine and in no file. */
  engineTrouble: {
    full: t("The store of the sessions is full: dots wait on the phones. Have whoever runs it give it more room; nothing else is needed."),
    read_only: t("The store of the sessions takes nothing new: dots wait on the phones. Tell whoever runs it; nothing else is needed."),
    failing: t("The store of the sessions reports errors: what cannot be stored waits on the phones. Tell whoever runs it."),
  },
  waiting: t("Not stored yet: it is tried again."),
  waitingForLine: t("Waiting for the connection."),
  unknown: "–",
  gone: [t("This session was deleted."), t("Its dots, its board and its code are gone. There is nothing left to steer.")],
  overLinks: { gone: t("To the start"), no_control: t("Enter the recovery phrase"), other: t("Reload this page") },
};
