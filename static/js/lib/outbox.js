/* The outbox: what a participant tapped, kept until the server has answered for it. No DOM, no Socket.IO, no clock of its own.

   const outbox = createOutbox({ kept, send, changed, refused });
   outbox.place(7, choice.key); outbox.place(7, null); outbox.skip(7);     a tap; the newest per square counts
   outbox.on(7) → {choice, skipped, status, why, sentence, hint}        what to paint: the tap, then the server's word
   outbox.past(7) → the same of the rounds before: what counts there, or why the last tap came too late
   outbox.before(7) → choice of the rounds before, or null       outbox.pending() → whether anything waits, in this browser
   outbox.merge(mine); outbox.startRound(2); outbox.wake(); outbox.sync(); outbox.empty();
   outbox.relive(view, isOpen)      in another life of the store (docs/wire.md) saved taps of an open round are sent again, as they were

   status: "open" | "saved" | "sending" | "waiting" (`why`: the code) | "late" | "refused" (with sentence and hint).
   A tap is settled only by the answer to its own command_id: a late or lost ack never touches a newer tap. */

import { isAnswer, pauseAfter, randomId } from "./again.js";

const MOST_AT_ONCE = 64;
const NOT_STORED_LONGEST = 3000; // milliseconds between two tries: 4.5 s with their spread, and consoles wait 5 once the disk works again
const OTHER_TAB_FIRST = 2000; // milliseconds: the tab in which it was tapped sends it; this one only if that tab is gone
const NOTHING_THERE = { choice: null, skipped: false };

export function createOutbox({ kept, send, changed = nothing, refused = nothing, clock = browserClock, newId = randomId }) {
  let epoch;
  let round = 0;
  let counter = 0;
  let earlier = new Map(); // square → choice in the rounds before
  let server = new Map(); // square → {choice, skipped, seq}: what the server has, as far as is known here
  let waiting = new Map(); // square → dot
  let saved = new Map(); // square → the last dot from here that was saved. In memory alone: whoever has the phone next finds nothing
  let notes = new Map(); // square → {round, status, sentence, hint}: why the last tap does not count
  let inFlight = [];
  let life = 0; // an answer to what was sent before `empty` says nothing any more
  let limit = MOST_AT_ONCE;
  let tries = 0;
  let why = "";
  let timer = null;
  const adopted = new Set(); // command_ids that another tab, or this page before it was reloaded, tapped

  function tap(square, wish) {
    counter = Math.max(counter, kept.read().counter) + 1;
    const dot = { command_id: newId(), round, square, counter, ...wish };
    hold(dot);
    changed([square]);
    if (!tries) pump();
  }

  async function pump() {
    if (inFlight.length || !waiting.size) return;
    cancelTimer();
    const sent = [...waiting.values()].sort((one, other) => one.counter - other.counter).slice(0, limit);
    const sentIn = life;
    inFlight = sent;
    changed(squaresOf(sent));
    const ack = await send("place_dots", { dots: sent });
    if (sentIn !== life) return;
    inFlight = [];
    settleAll(sent, ack);
    changed(squaresOf(sent));
  }

  function settleAll(sent, ack) {
    if (ack.refused && isAnswer(ack) && sent.length > 1) {
      limit = 1; // one of them is the reason: send them singly, so that the others are saved
      pump();
      return;
    }
    const answers = ack.refused ? sent.map(() => ack) : ack.answers || [];
    const unsettled = sent.filter((dot, at) => !settle(dot, answers[at]));
    if (unsettled.length) {
      tries += 1;
      schedule(pauseAfter(tries, clock.random, why === "not_stored" ? NOT_STORED_LONGEST : undefined));
      return;
    }
    tries = 0;
    why = "";
    if (!waiting.size) limit = MOST_AT_ONCE;
    pump();
  }

  /* Whether this dot needs nothing more. */
  function settle(dot, answer) {
    if (!isAnswer(answer)) {
      why = (answer && answer.refused) || "";
      return false;
    }
    if (waiting.get(dot.square) === dot) {
      waiting.delete(dot.square);
      if (!answer.ok && answer.refused !== "superseded") note(dot, answer);
    }
    if (answer.ok && dot.round === round) learn(dot.square, { ...wishOf(dot), seq: answer.seq });
    if (answer.ok && !isNewer(saved.get(dot.square), dot)) saved.set(dot.square, dot);
    adopted.delete(dot.command_id);
    kept.drop([dot.command_id]);
    return true;
  }

  function note(dot, answer) {
    const status = answer.late ? "late" : "refused";
    notes.set(dot.square, { round: dot.round, status, sentence: answer.sentence, hint: answer.hint });
    refused(dot, answer);
  }

  function learn(square, said) {
    const known = server.get(square);
    if (!known || known.seq <= said.seq) server.set(square, said);
  }

  function schedule(milliseconds) {
    cancelTimer();
    timer = clock.after(milliseconds, () => {
      timer = null;
      sync();
      pump();
    });
  }

  function cancelTimer() {
    if (timer !== null) clock.cancel(timer);
    timer = null;
  }

  function on(square) {
    const dot = waiting.get(square);
    if (dot && dot.round === round) {
      return { ...wishOf(dot), status: inFlight.includes(dot) && !tries ? "sending" : "waiting", why };
    }
    const { choice, skipped } = server.get(square) || NOTHING_THERE;
    return { choice, skipped, status: choice !== null || skipped ? "saved" : "open", ...noteOf(square, (of) => of === round) };
  }

  function past(square) {
    return { choice: before(square), skipped: false, status: "saved", ...noteOf(square, (of) => of < round) };
  }

  function noteOf(square, isOf) {
    const found = notes.get(square);
    return found && isOf(found.round) && found;
  }

  /* The server's whole word on one round. What waits here stays on top of it. */
  function merge(mine) {
    const { round: said, dots, skipped, seq, counter: used, earlier: past = {} } = mine;
    counter = Math.max(counter, used);
    relive(mine);
    startRound(said);
    if (said !== round) return;
    earlier = new Map(Object.entries(past).map(([square, choice]) => [Number(square), choice]));
    const squares = [...new Set([...server.keys(), ...Object.keys(dots).map(Number), ...skipped])];
    squares.forEach((square) => learn(square, { choice: dots[square] || null, skipped: skipped.includes(square), seq }));
    changed(squares);
  }

  /* Another life of the store may lack the end of the one before, and its `seq` may have begun again lower. */
  function relive({ epoch: now, round: number }, isOpen = true) {
    if (now === epoch) return;
    epoch = now;
    if (number < round) [round, server] = [number, new Map()];
    server.forEach((said) => (said.seq = 0)); // whatever is said from now on is newer
    const ofRound = [...saved.values()].filter((dot) => dot.round === number && !isNewer(waiting.get(dot.square), dot));
    const again = isOpen ? ofRound : []; // nothing is stored in a closed round: what counts there is what `mine` says
    again.forEach(hold);
    changed(squaresOf(again));
    wake();
  }

  function hold(dot) {
    waiting.set(dot.square, dot);
    notes.delete(dot.square);
    kept.put(dot);
  }

  function startRound(number) {
    if (number <= round) return;
    const known = [...server.keys(), ...notes.keys(), ...waiting.keys()];
    server.forEach(({ choice }, square) => choice !== null && earlier.set(square, choice)); // `mine` says it again, a moment later
    round = number;
    server = new Map();
    changed(known);
  }

  /* Take over what waits in this browser, and let go of what another tab has settled. Call it once at the start. */
  function sync() {
    const { counter: used, dots } = kept.read();
    counter = Math.max(counter, used);
    const stored = new Set(dots.map((dot) => dot.command_id));
    const settled = [...waiting.values()].filter((dot) => adopted.has(dot.command_id) && !stored.has(dot.command_id));
    settled.filter((dot) => !inFlight.includes(dot)).forEach((dot) => waiting.delete(dot.square));
    const newer = dots.filter((dot) => !waiting.has(dot.square) || isNewer(dot, waiting.get(dot.square)));
    newer.forEach(adopt);
    if (newer.length && timer === null) schedule(OTHER_TAB_FIRST);
    if (settled.length || newer.length) changed(squaresOf([...settled, ...newer]));
  }

  function adopt(dot) {
    adopted.add(dot.command_id);
    waiting.set(dot.square, dot);
    notes.delete(dot.square);
  }

  /* The session is gone, or this participant's dots are forgotten: nothing is sent any more. */
  function empty() {
    const known = [...waiting.keys(), ...server.keys(), ...notes.keys(), ...earlier.keys()];
    life += 1;
    cancelTimer();
    [waiting, server, saved, notes, earlier, inFlight] = [new Map(), new Map(), new Map(), new Map(), new Map(), []];
    kept.empty();
    changed(known);
  }

  /* The line is back: send at once what waits. */
  function wake() {
    tries = 0;
    pump();
  }

  const place = (square, choice) => tap(square, { choice });
  const skip = (square) => tap(square, { skipped: true });
  const before = (square) => earlier.get(square) || null;
  const pending = () => waiting.size > 0 || kept.read().dots.length > 0;
  return { place, skip, on, past, before, pending, merge, relive, startRound, sync, empty, wake };
}

function wishOf(dot) {
  return { choice: dot.choice || null, skipped: dot.skipped === true };
}

function isNewer(one, other) {
  return Boolean(one) && one.counter > other.counter;
}

function squaresOf(dots) {
  return dots.map((dot) => dot.square);
}

function nothing() {}

const browserClock = {
  after: (milliseconds, act) => setTimeout(act, milliseconds),
  cancel: (timer) => clearTimeout(timer),
  random: Math.random,
};
