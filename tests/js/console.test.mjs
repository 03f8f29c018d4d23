/* The console's reading of a view, its mover, its keys and its settings. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { CATCH_UP, createHold } from "../../static/js/lib/console_hold.js";
import { wayOf } from "../../static/js/lib/console_keys.js";
import { createMover, SETTLE, SETTLE_REVEALED, TAKE_BACK_WITHIN } from "../../static/js/lib/console_mover.js";
import { createOrders } from "../../static/js/lib/console_orders.js";
import { CERTAIN, createOthers } from "../../static/js/lib/console_others.js";
import { readMinimum } from "../../static/js/lib/console_settings.js";
import {
  classSees, closesRound, isPublic, keyStep, moreSteps, namesOf, nextLines, nextWords, nowWords, openReveal, openWords, pickStep, placeOf, railOf,
  refusedWords, seen, stepWords, troubleWords,
} from "../../static/js/lib/console_steps.js";
import { words } from "../../static/js/lib/console_words.js";
import { atOnce, movingFrom, unroll } from "../../static/js/lib/glide.js";

const OFFLINE = { refused: "offline", sentence: "No connection.", hint: "" };
const NEXT = {
  ...{ lobby: "open_round", voting: "close_round", showing: "close_round", hidden: "reveal", unveiling: "reveal" },
  ...{ revealed: "wrap_up", wrap_up: "ask_takeaways", takeaways: "close_session", closed: null },
};
const BACK = {
  ...{ showing: "take_back", unveiling: "take_back", revealed: "take_back" },
  ...{ wrap_up: "step_back", takeaways: "step_back", closed: "reopen_session" },
};
const STAGES = Object.keys(NEXT);
const GRID = {
  squares: [{ id: 1, short: "Giving a gift" }, { id: 2, short: "Giving a hug" }, { id: 3, short: "Hiring the peer" }],
  choices: [{ name: "green" }, { name: "yellow" }, { name: "red" }],
};
const NAMES = namesOf(GRID);
const spotlightOn = (square) => ({ square, place: [1, 2], reason: null, prompt: "principles" });
const move = (from, to) => ({ command: "move_spotlight", from_square: from, square: to });

function viewAt(stage, more = {}) {
  const next = NEXT[stage] && { command: NEXT[stage], from: stage };
  const back = BACK[stage] ? { command: BACK[stage], from: stage } : null;
  const turnout = { joined: 26, present: 24, finished: 14, squares: {} };
  return {
    seq: 9, stage, round: stage === "lobby" ? 0 : 1, squares: [1, 2, 3], order: [3, 1, 2], locked: false, minimum: 3,
    results: null, peeking: false, live: false, turnout, next, back, spotlight: null, agenda: { seq: 0, own: false, items: [] }, ...more,
  };
}

/* Reading a view */

test("the rail says where the session is, and what was done", () => {
  const states = (stage) => railOf(viewAt(stage)).map(({ state }) => state);
  assert.deepEqual(states("lobby"), ["now", "later", "later", "later", "later", "later"]);
  assert.deepEqual(states("showing"), ["done", "now", "later", "later", "later", "later"]);
  assert.deepEqual(states("revealed"), ["done", "done", "done", "now", "later", "later"]);
  assert.deepEqual(states("takeaways"), ["done", "done", "done", "done", "now", "later"]);
  assert.deepEqual(states("closed"), ["done", "done", "done", "done", "done", "now"]);
  assert.equal(railOf(viewAt("lobby"))[1].name, "Round 1");
  assert.equal(railOf(viewAt("voting", { round: 2 }))[1].name, "Round 2");
  assert.equal(railOf(viewAt("hidden"))[2].name, words.takenBack);
});

test("the next button says exactly what it does", () => {
  assert.deepEqual(
    STAGES.map((stage) => nextWords(viewAt(stage), NAMES)),
    [
      ...["Open round 1", "Close the round and reveal", "Close the round", "Reveal", "All are revealed: on to the talk"],
      ...["Wrap up", "Ask for takeaways", "Close the session", ""],
    ],
  );
});

test("in the talk it names the square, and why it is worth talking about", () => {
  const items = [{ square: 2, why: "split", discussed: false }, { square: 3, why: "few", discussed: false }];
  const results = { 2: { n: 4, counts: [2, 0, 2], word: "split", leading: [] }, 3: { n: 2, withheld: true } };
  const talk = { agenda: { seq: 0, own: false, items }, results };
  const begins = viewAt("revealed", { ...talk, next: move(null, 2) });
  assert.equal(nextWords(begins, NAMES), "Talk about: Giving a hug");
  assert.equal(nextLines(begins, NAMES)[0], "Why next: split (2 green, 2 red)"); // not of the square that is talked about now
  const goesOn = viewAt("revealed", { ...talk, next: move(2, 3), back: move(2, null), spotlight: spotlightOn(2) });
  assert.equal(nextWords(goesOn, NAMES), "Next: Hiring the peer");
  assert.equal(nextLines(goesOn, NAMES)[0], "Why next: many left it open"); // withheld: nothing more may be said
  assert.equal(stepWords(goesOn.back, goesOn, NAMES), "Back to the board");
  assert.equal(nowWords(goesOn, NAMES), "Talking about: Giving a hug");
});

test("a move that is the next step and the way back is called by its button", () => {
  const view = viewAt("revealed", { next: move(2, 3), back: move(2, 3), spotlight: spotlightOn(2) });
  assert.equal(nextWords(view, NAMES), "Next: Hiring the peer");
  assert.equal(stepWords(view.back, view, NAMES), "Back to: Hiring the peer");
});

test("squares are revealed one by one: the next one is named, the rest is one click deeper", () => {
  const view = viewAt("unveiling", { next: { command: "unveil", square: 3 } });
  assert.equal(nextWords(view, NAMES), "Reveal the next square: Hiring the peer");
  assert.deepEqual(moreSteps(view).rest, { command: "reveal", from: "unveiling" });
  assert.equal(moreSteps(viewAt("unveiling")).rest, null);
});

test("what is one click deeper depends on the stage", () => {
  const there = (stage, more) => Object.entries(moreSteps(viewAt(stage, more))).filter(([, step]) => step).map(([name]) => name);
  assert.deepEqual(there("voting"), ["open", "unveil"]);
  assert.deepEqual(there("hidden"), ["unveil"]);
  assert.deepEqual(there("revealed"), ["again"]);
  assert.deepEqual(there("revealed", { next: move(null, 2) }), ["wrap", "again"]);
  for (const stage of ["lobby", "showing", "wrap_up", "takeaways", "closed"]) assert.deepEqual(there(stage), [], stage);
});

test("a press on a square unveils it, puts it in the spotlight, or does nothing", () => {
  assert.deepEqual(pickStep(viewAt("revealed"), 2), move(null, 2));
  assert.deepEqual(pickStep(viewAt("revealed", { spotlight: spotlightOn(1) }), 2), move(1, 2));
  const unveiling = viewAt("unveiling", { results: { 1: { n: 3 } } });
  assert.deepEqual(pickStep(unveiling, 2), { command: "unveil", square: 2 });
  assert.deepEqual(pickStep(unveiling, 1), move(null, 1));
  const others = STAGES.filter((stage) => stage !== "revealed" && stage !== "unveiling");
  for (const stage of others) assert.equal(pickStep(viewAt(stage), 2), null, stage);
});

test("with the live heatmap, closing reveals only on phones", () => {
  const view = viewAt("voting", { live: true });
  assert.equal(nextWords(view), "Close the round");
  assert.match(nextLines(view)[1], /stays up, and phones show it too/);
  assert.equal(openWords(view).button, "Show it on phones too");
  assert.match(openWords(viewAt("voting")).why, /projector and the phones/);
});

test("beneath it stands how many have finished, and what the class will see", () => {
  assert.equal(nextLines(viewAt("voting"))[0], "14 of 26 have finished.");
  const turnout = { joined: 1, present: 1, finished: 1, squares: {} };
  assert.equal(nextLines(viewAt("voting", { turnout }))[0], "The one who joined has finished.");
  assert.match(nextLines(viewAt("lobby"))[1], /3 squares.*never how/);
  assert.match(nextLines(viewAt("lobby", { live: true }))[1], /heatmap from the first dots/);
  assert.doesNotMatch(nextLines(viewAt("lobby", { locked: true }))[0], /join later/);
});

test("every stage has words for all that the console says of it", () => {
  for (const stage of STAGES) {
    assert.ok(words.now[stage], stage);
    assert.ok(classSees(viewAt(stage)), stage);
    assert.ok(nextLines(viewAt(stage), NAMES)[1], stage);
  }
});

test("revealing while the round is open starts from voting only", () => {
  assert.deepEqual(openReveal(viewAt("voting")), { command: "reveal", from: "voting" });
  for (const stage of STAGES.filter((one) => one !== "voting")) assert.equal(openReveal(viewAt(stage)), null);
});

test("a clicker never closes the session, and takes back only a reveal that has just happened", () => {
  const byKey = (stage, way, just, more) => keyStep(viewAt(stage, more), way, just)?.command || null;
  assert.deepEqual(
    STAGES.map((stage) => byKey(stage, "next", true)),
    ["open_round", "close_round", "close_round", "reveal", "reveal", "wrap_up", "ask_takeaways", null, null],
  );
  assert.equal(byKey("revealed", "back", false, { back: move(2, 1) }), "move_spotlight");
  assert.equal(byKey("takeaways", "back", false), "step_back");
  assert.deepEqual(["showing", "revealed"].map((stage) => byKey(stage, "back", true)), ["take_back", "take_back"]);
  assert.deepEqual(["showing", "revealed"].map((stage) => byKey(stage, "back", false)), [null, null]);
  assert.equal(byKey("closed", "back", false), "reopen_session");
  assert.equal(byKey("voting", "back", true), null);
});

test("what was peeked at is covered unless it is wanted here and now", () => {
  const results = { 1: { n: 3, counts: [3, 0, 0] } };
  for (const stage of ["voting", "hidden", "closed"]) {
    const peeked = viewAt(stage, { results, peeking: true });
    assert.equal(seen(peeked, false).results, null, stage);
    assert.deepEqual(seen(peeked, false).order, peeked.squares, stage); // an order tells something too
    assert.equal(seen(peeked, true), peeked, stage);
  }
});

test("a peek that the server still answers to shows nothing while squares are revealed one by one", () => {
  const peeked = viewAt("unveiling", { results: { 1: { n: 3, counts: [3, 0, 0] } }, peeking: true });
  assert.equal(seen(peeked, false).results, null);
});

test("what the class sees is never covered here", () => {
  const results = { 1: { n: 3, counts: [3, 0, 0] } };
  for (const view of [
    viewAt("showing", { results }),
    viewAt("revealed", { results, peeking: true }),
    viewAt("voting", { results, live: true }),
    viewAt("unveiling", { results }),
    viewAt("wrap_up", { results }),
    viewAt("closed", { results }),
  ]) {
    assert.ok(isPublic(view), view.stage);
    assert.equal(seen(view, false), view);
  }
  for (const stage of ["lobby", "hidden", "closed"]) assert.ok(!isPublic(viewAt(stage, { live: true })), stage);
});

/* Moving */

class FakeClock {
  constructor() {
    this.time = 10000;
    this.timers = [];
    this.now = () => this.time;
  }
  after(milliseconds, act) {
    this.timers.push({ at: this.time + milliseconds, act });
  }
  async pass(milliseconds) {
    this.time += milliseconds;
    const due = this.timers.filter((timer) => timer.at <= this.time);
    this.timers = this.timers.filter((timer) => timer.at > this.time);
    due.forEach((timer) => timer.act());
    await settled();
  }
}

async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/* A console against a server that answers what it is told to; `moveTo` is the next view. */
function consoleAt(stage) {
  const clock = new FakeClock();
  const sent = [];
  const refusals = [];
  const pauses = [];
  const at = { stage, ack: { ok: true, seq: 10 } };
  const mover = createMover({
    send: async (event, payload) => {
      sent.push({ event, ...payload });
      return at.ack;
    },
    stage: () => at.stage,
    place: () => JSON.stringify([at.stage, at.view || null]),
    held: (step) => at.held && step.command === "close_round",
    changed: () => {},
    refused: (ack) => refusals.push(ack.refused),
    pause: () => new Promise((go) => pauses.push(go)),
    clock,
    newId: () => `id-${sent.length + 1}-xxxx`,
  });
  const moveTo = (newer) => {
    at.stage = newer;
    mover.arrived();
  };
  const press = async () => {
    mover.press(viewAt(at.stage).next);
    await settled();
  };
  const pressBack = async () => {
    mover.press(viewAt(at.stage).back);
    await settled();
  };
  const isReady = () => mover.isReady(viewAt(at.stage).next);
  const again = async () => {
    pauses.splice(0).forEach((go) => go());
    await settled();
  };
  return { clock, sent, refusals, at, mover, isReady, moveTo, press, pressBack, again };
}

test("a press sends the step with the stage it starts from", async () => {
  const { sent, press } = consoleAt("voting");
  await press();
  assert.deepEqual(sent, [{ event: "close_round", command_id: "id-1-xxxx", from: "voting" }]);
});

test("a step goes out with all that it assumes", async () => {
  const { clock, sent, mover } = consoleAt("revealed");
  await clock.pass(SETTLE_REVEALED);
  mover.press(move(2, 3));
  await settled();
  assert.deepEqual(sent, [{ event: "move_spotlight", command_id: "id-1-xxxx", from_square: 2, square: 3 }]);
});

test("a clicker that bounces on the agenda moves one square", async () => {
  const { at, clock, sent, mover } = consoleAt("revealed");
  const arrive = (view) => {
    at.view = view;
    mover.arrived();
  };
  mover.press(move(1, 2));
  mover.press(move(1, 2));
  await settled();
  arrive(placeOf(viewAt("revealed", { spotlight: spotlightOn(2), next: move(2, 3) })));
  await clock.pass(30);
  mover.press(move(2, 3));
  await settled();
  assert.equal(sent.length, 1);
  await clock.pass(SETTLE);
  mover.press(move(2, 3));
  await settled();
  assert.equal(sent.length, 2);
});

test("a button that has just changed under the finger does nothing, also within a stage", () => {
  const one = viewAt("revealed", { next: move(null, 2) });
  assert.notEqual(placeOf(one), placeOf({ ...one, next: move(null, 3) }));
  assert.notEqual(placeOf(one), placeOf({ ...one, spotlight: spotlightOn(2) }));
  assert.equal(placeOf(one), placeOf({ ...one, seq: 44, turnout: { ...one.turnout, present: 1 } }));
});

test("a square that is pressed on the board need not wait, but not while another step is on its way", async () => {
  const { sent, mover, moveTo } = consoleAt("voting");
  moveTo("revealed");
  mover.pick(move(null, 2));
  mover.pick(move(null, 3));
  await settled();
  assert.deepEqual(sent.map(({ square }) => square), [2]);
});

test("a clicker that bounces moves one step, also when the view is faster than the bounce", async () => {
  const { clock, sent, press, moveTo, isReady } = consoleAt("lobby");
  await press();
  await press();
  moveTo("voting");
  await clock.pass(30);
  await press();
  assert.ok(!isReady());
  assert.equal(sent.length, 1);
  await clock.pass(SETTLE);
  await press();
  assert.deepEqual(sent.map(({ event }) => event), ["open_round", "close_round"]);
});

test("what follows a reveal waits longer, and taking it back does not", async () => {
  for (const [stage, after] of [["revealed", "wrap_up"], ["showing", "close_round"]]) {
    const { clock, sent, press, moveTo } = consoleAt("voting");
    moveTo(stage);
    await clock.pass(SETTLE_REVEALED - 1);
    await press();
    assert.equal(sent.length, 0, stage);
    await clock.pass(1);
    await press();
    assert.equal(sent[0].event, after);
  }
  const { clock, sent, pressBack, moveTo } = consoleAt("voting");
  moveTo("revealed");
  await clock.pass(SETTLE);
  await pressBack();
  assert.equal(sent[0].event, "take_back");
});

test("a reveal has just happened for ten seconds, and not when the session is reopened or the page loaded", async () => {
  const { clock, mover, moveTo } = consoleAt("revealed");
  assert.ok(!mover.justRevealed());
  moveTo("closed");
  moveTo("revealed");
  assert.ok(!mover.justRevealed());
  moveTo("hidden");
  moveTo("revealed");
  await clock.pass(TAKE_BACK_WITHIN - 1);
  assert.ok(mover.justRevealed());
  await clock.pass(1);
  assert.ok(!mover.justRevealed());
});

test("closing the round later is not a new reveal", async () => {
  const { clock, mover, moveTo } = consoleAt("voting");
  moveTo("showing");
  await clock.pass(TAKE_BACK_WITHIN);
  moveTo("revealed");
  assert.ok(!mover.justRevealed());
});

test("a press that meets a stage another console has just opened does nothing", async () => {
  const { clock, sent, press, moveTo } = consoleAt("voting");
  moveTo("revealed");
  await clock.pass(100);
  await press();
  assert.equal(sent.length, 0);
});

test("after a press the button waits for the next view, not for the answer alone", async () => {
  const { clock, press, isReady, moveTo } = consoleAt("lobby");
  await press();
  await clock.pass(SETTLE + 1);
  assert.ok(!isReady());
  moveTo("voting");
  await clock.pass(SETTLE + 1);
  assert.ok(isReady());
});

test("a view that never comes does not block the button for good", async () => {
  const { clock, press, isReady } = consoleAt("voting");
  await press();
  await clock.pass(2000);
  await clock.pass(SETTLE + 1);
  assert.ok(isReady());
});

test("without a connection the same command is sent again until it is answered", async () => {
  const { at, sent, press, again, mover } = consoleAt("hidden");
  at.ack = OFFLINE;
  await press();
  await again();
  at.ack = { ok: true, seq: 12 };
  await again();
  await again();
  assert.deepEqual(sent.map(({ command_id }) => command_id), ["id-1-xxxx", "id-1-xxxx", "id-1-xxxx"]);
  assert.deepEqual(mover.waiting(), { command: "reveal", from: "hidden" });
});

test("a stopped press is not sent again", async () => {
  const { at, sent, press, again, mover } = consoleAt("hidden");
  at.ack = OFFLINE;
  await press();
  mover.stop();
  await again();
  assert.equal(sent.length, 1);
  assert.equal(mover.waiting(), null);
});

test("moved on is quiet; another refusal is told, and both give the button back", async () => {
  for (const [code, told] of [["moved_on", []], ["not_from_here", ["not_from_here"]]]) {
    const { at, clock, refusals, press, isReady } = consoleAt("voting");
    at.ack = { refused: code, sentence: "No.", hint: "Look." };
    await press();
    await clock.pass(SETTLE + 1);
    assert.deepEqual(refusals, told);
    assert.ok(isReady());
  }
});

/* Closing a round behind an outage */

const reloaded = (was) => ({ get: () => was, set: (is) => (was = is) });

test("closing the round waits until phones had time to send, but not at a first load", async () => {
  const clock = new FakeClock();
  const told = [];
  const hold = createHold({ clock, stage: () => "voting", changed: () => told.push("changed"), before: reloaded(false) });
  const [close, open] = [viewAt("voting").next, viewAt("lobby").next];
  const why = () => [hold.why(close), hold.why(open), hold.why(null)];
  assert.deepEqual(why(), ["offline", "", ""]);
  hold.lineIs("connecting");
  hold.lineIs("connected");
  assert.deepEqual(why(), ["", "", ""]);
  for (const lost of ["connecting", "offline"]) {
    hold.lineIs(lost);
    assert.equal(hold.why(close), "offline");
  }
  told.length = 0;
  hold.lineIs("connected");
  assert.equal(hold.why(close), "catchingUp");
  await clock.pass(CATCH_UP - 1);
  assert.equal(hold.why(close), "catchingUp");
  await clock.pass(1);
  assert.equal(hold.why(close), "");
  assert.deepEqual(told, ["changed"]);
});

test("a console that was reloaded in a break waits as well, once", () => {
  const [clock, close, before] = [new FakeClock(), viewAt("voting").next, reloaded(false)];
  const loaded = () => createHold({ clock, stage: () => "voting", changed: () => {}, before });
  const first = loaded();
  ["connected", "connecting", "offline"].forEach(first.lineIs);
  const second = loaded();
  second.lineIs("connected");
  assert.equal(second.why(close), "catchingUp");
  const third = loaded();
  third.lineIs("connected");
  assert.equal(third.why(close), "");
});

test("while the disk stores nothing a round is not closed, nor before phones had time to send afterwards", async () => {
  for (const trouble of ["full", "read_only", "slow", "failing", "away"]) {
    const [clock, close, open] = [new FakeClock(), viewAt("voting").next, viewAt("lobby").next];
    const hold = createHold({ clock, stage: () => "voting", changed: () => {}, before: reloaded(false) });
    hold.lineIs("connected");
    hold.troubleIs(null);
    assert.equal(hold.why(close), "");
    hold.troubleIs(trouble);
    await clock.pass(10 * CATCH_UP);
    assert.deepEqual([hold.why(close), hold.why(open)], ["trouble", ""]);
    hold.troubleIs(null);
    await clock.pass(CATCH_UP - 1);
    assert.equal(hold.why(close), "catchingUp");
    await clock.pass(1);
    assert.equal(hold.why(close), "");
  }
});

test("a damaged file, which no waiting mends, holds nothing up", () => {
  const hold = createHold({ clock: new FakeClock(), stage: () => "voting", changed: () => {}, before: reloaded(false) });
  hold.lineIs("connected");
  hold.troubleIs("damaged");
  assert.equal(hold.why(viewAt("voting").next), "");
});

test("revealing square by square closes the round too", () => {
  assert.ok(closesRound({ command: "begin_unveiling", from: "voting" }));
  assert.ok(!closesRound({ command: "begin_unveiling", from: "hidden" }));
  assert.ok(!closesRound(move(null, 1)) && !closesRound(null));
});

test("a connection in the lobby holds nothing up", () => {
  const hold = createHold({ clock: new FakeClock(), stage: () => "lobby", changed: () => {}, before: reloaded(true) });
  hold.lineIs("connected");
  assert.equal(hold.why(viewAt("voting").next), "");
});

test("a round is not closed while it is held, and nothing is queued", async () => {
  const { at, sent, press, again, mover, isReady } = consoleAt("voting");
  at.held = true;
  await press();
  assert.ok(!isReady());
  assert.equal(mover.waiting(), null);
  at.held = false;
  await again();
  assert.equal(sent.length, 0);
});

test("a press to close whose connection breaks is not sent again; the next view tells what became of it", async () => {
  for (const [stage, told] of [["voting", ["lost"]], ["revealed", []]]) {
    const { at, sent, refusals, press, again, mover, moveTo } = consoleAt("voting");
    at.ack = OFFLINE;
    await press();
    await again();
    assert.equal(mover.waiting(), null);
    assert.deepEqual(refusals, []);
    moveTo(stage);
    moveTo(stage);
    assert.equal(sent.length, 1);
    assert.deepEqual(refusals, told);
  }
});

test("a step that the server could not store is told so, never sent again by itself, and can be pressed again", async () => {
  for (const stage of ["voting", "showing", "hidden", "lobby"]) {
    const { at, clock, sent, refusals, press, again, mover } = consoleAt(stage);
    at.ack = { refused: "not_stored", sentence: "Not stored.", hint: "It is tried again." };
    await press();
    await again();
    assert.equal(mover.waiting(), null);
    assert.deepEqual([sent.length, refusals], [1, ["unstored"]], stage);
    at.ack = { ok: true, seq: 12 };
    await clock.pass(SETTLE_REVEALED + 1);
    await again();
    assert.equal(sent.length, 1);
    await press();
    assert.deepEqual(sent.map(({ command_id }) => command_id), ["id-1-xxxx", "id-2-xxxx"]);
  }
});

test("whoever could not be stored is told to press again once that can be, and then that it can", () => {
  const unstored = { refused: "unstored", ...words.unstored };
  const says = (trouble, ack = unstored) => refusedWords(ack, viewAt("lobby", { trouble }));
  assert.equal(says("full"), "This step was not done: the server could not store it. Press again once it can.");
  assert.equal(says(null), "This step was not done: the server could not store it. Now it can: press again.");
  assert.equal(says(null, { refused: "lost", ...words.closingLost }).endsWith("Press again."), true);
  assert.equal(says("full", null), "");
});

test("what keeps the server from storing is the disk only where there is a file on one", () => {
  const [onDisk, inEngine] = [false, true].map((kept) => Object.keys(words.trouble).map((trouble) => troubleWords(trouble, kept)));
  assert.equal(onDisk[0], words.trouble.full);
  assert.deepEqual(inEngine.filter((sentence) => /disk/.test(sentence)).length, 1); // "slow", which no engine is said to be
  assert.equal(troubleWords("full", true), words.engineTrouble.full);
  assert.equal(troubleWords("away", true), words.trouble.away);
  assert.deepEqual([troubleWords(null, true), troubleWords(undefined, false)], ["", ""]);
});

/* Other consoles */

test("with several workers another console is told of only once it is certain", async () => {
  const clock = new FakeClock();
  const told = [];
  const others = createOthers({ several: true, changed: () => told.push(others.now()), clock });
  const are = async (number, milliseconds) => {
    others.are(number);
    await clock.pass(milliseconds);
    return others.now();
  };
  assert.equal(await are(1, CERTAIN - 1), 0); // one's own line, on a worker that has died
  assert.equal(await are(0, 2 * CERTAIN), 0);
  assert.equal(await are(1, CERTAIN - 1), 0);
  assert.equal(await are(1, 1), 1); // another view that says the same
  assert.equal(await are(2, 1), 1);
  assert.equal(await are(1, 2 * CERTAIN), 1);
  assert.equal(await are(0, 0), 0); // whoever leaves has left
  assert.deepEqual(told, [1]);
});

test("one worker alone knows at once how many there are", () => {
  const others = createOthers({ several: false, changed: () => {}, clock: new FakeClock() });
  assert.deepEqual([1, 3, 0].map((number) => (others.are(number), others.now())), [1, 3, 0]);
});

/* Keys */

const nowhere = { closest: () => null };
const inside = (what) => ({ closest: (selector) => (selector.split(", ").includes(what) ? {} : null) });
const free = { dialogOpen: false, byKeyboard: false };
const key = (name, more = {}) => ({ key: name, target: nowhere, ...more });

test("a clicker's four keys go on and back", () => {
  const ways = ["PageDown", "ArrowRight", "PageUp", "ArrowLeft", "Enter", "a"].map((name) => wayOf(key(name), free));
  assert.deepEqual(ways, ["next", "next", "back", "back", null, null]);
});

test("a held key, a shortcut and a key meant for something else do nothing", () => {
  for (const more of ["repeat", "ctrlKey", "altKey", "metaKey", "shiftKey", "defaultPrevented"]) {
    assert.equal(wayOf(key("PageDown", { [more]: true }), free), null, more);
  }
  for (const where of ["input", "textarea", "select"]) {
    assert.equal(wayOf(key("ArrowLeft", { target: inside(where) }), free), null, where);
  }
  assert.equal(wayOf(key("PageDown"), { ...free, dialogOpen: true }), null);
});

test("in a fold, keys belong to whoever goes by keyboard; after a mouse click they are the clicker's", () => {
  const press = key("PageDown", { target: inside("details") });
  assert.equal(wayOf(press, { ...free, byKeyboard: true }), null);
  assert.equal(wayOf(press, free), "next");
});

/* Settings and orders */

test("a minimum is off, or a whole number from 3 to 20", () => {
  assert.equal(readMinimum("7", true, 3, 20), 1);
  assert.deepEqual(["3", " 20 "].map((text) => readMinimum(text, false, 3, 20)), [3, 20]);
  for (const text of ["", "2", "21", "1", "0", "-3", "3.5", "1e1", "three", "003"]) assert.equal(readMinimum(text, false, 3, 20), null, text);
});

function ordersWith(answers) {
  const sent = [];
  const send = async (event, payload) => {
    sent.push({ event, ...payload });
    return answers.shift() || OFFLINE;
  };
  return { sent, order: createOrders({ send, isOver: () => false, pause: settled }) };
}
const note = () => ({ textContent: "", dataset: {}, scrollIntoView() {} });

test("a refusal stands next to its control, and is the answer", async () => {
  const { order } = ordersWith([{ refused: "minimum_frozen", sentence: "It is fixed.", hint: "Open a new session." }]);
  const where = note();
  const ack = await order("change_settings", { minimum: 5 }, where);
  assert.equal(ack.refused, "minimum_frozen");
  assert.equal(where.textContent, "It is fixed. Open a new session.");
  assert.equal(where.dataset.status, "refused");
});

test("an order is sent again under its id until it is answered", async () => {
  const { sent, order } = ordersWith([OFFLINE, { refused: "not_stored", sentence: "", hint: "" }, { ok: true, seq: 3 }]);
  const where = note();
  assert.ok((await order("admit_one", {}, where, "One more.")).ok);
  assert.equal(new Set(sent.map(({ command_id }) => command_id)).size, 1);
  assert.equal(sent.length, 3);
  assert.equal(where.textContent, "One more.");
});

test("an order that waits for the line says so at once, and is quiet when it is answered", async () => {
  let answer = null;
  const order = createOrders({ send: () => new Promise((go) => (answer = go)), isOver: () => false, isAway: () => true, pause: settled });
  const where = note();
  const ordered = order("lock_joining", { locked: true }, where);
  assert.deepEqual([where.textContent, where.dataset.status], [words.waitingForLine, "ok"]);
  answer({ ok: true, seq: 3 });
  await ordered;
  assert.equal(where.textContent, "");
});

test("a newer order takes the place of an older one of its kind", async () => {
  const { sent, order } = ordersWith([OFFLINE, OFFLINE, { ok: true, seq: 3 }]);
  const older = order("lock_joining", { locked: true }, note());
  const newer = order("lock_joining", { locked: false }, note());
  assert.equal(await older, null);
  assert.ok((await newer).ok);
  assert.equal(sent.at(-1).locked, false);
});

/* A peek makes no show of itself */

test("at once, nothing glides or unrolls, and afterwards motion is asked for again", () => {
  const never = { animate: () => assert.fail("it moved"), getBoundingClientRect: () => assert.fail("it was measured") };
  atOnce(() => {
    movingFrom([never])();
    unroll(never, 0);
  });
  assert.throws(() => atOnce(() => { throw new Error("a board that cannot paint"); }));
  const moved = [];
  globalThis.window = { matchMedia: () => ({ matches: false }) };
  unroll({ animate: () => moved.push("unrolled") }, 0);
  delete globalThis.window;
  assert.deepEqual(moved, ["unrolled"]);
});

test("an order that was meant for a stage that is over is not sent, and says so", async () => {
  const at = { stage: "revealed" };
  const sent = [];
  const send = async (event) => {
    sent.push(event);
    at.stage = "voting"; // while the line was away
    return OFFLINE;
  };
  const order = createOrders({ send, isOver: () => false, pause: settled, stage: () => at.stage });
  const where = note();
  assert.equal((await order("change_settings", { live: true }, where)).refused, "moved_on");
  assert.deepEqual(sent, ["change_settings"]);
  assert.match(where.textContent, /moved on meanwhile/);
});

test("whoever was not the first to press is told, also when the newer view came before the answer", async () => {
  const told = [];
  let answer = null;
  const at = { stage: "lobby" };
  const mover = createMover({
    send: () => new Promise((go) => (answer = go)),
    stage: () => at.stage,
    changed: () => {},
    refused: () => {},
    overtaken: () => told.push(at.stage),
    pause: settled,
    clock: new FakeClock(),
  });
  mover.press({ command: "open_round", from: "lobby" });
  at.stage = "voting";
  mover.arrived();
  answer({ refused: "moved_on", sentence: "", hint: "" });
  await settled();
  assert.deepEqual(told, ["voting"]);
});
