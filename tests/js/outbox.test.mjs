/* The outbox against a small fake server that keeps the wire's promises. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isAnswer, pauseAfter, untilAnswered } from "../../static/js/lib/again.js";
import { keptFor } from "../../static/js/lib/kept.js";
import { createOutbox } from "../../static/js/lib/outbox.js";

const OFFLINE = { refused: "offline", sentence: "No connection.", hint: "" };
const LATE = { late: true, sentence: "The round had closed.", hint: "Not counted." };
const refusal = (code) => ({ refused: code, sentence: `${code}.`, hint: "Do this." });

class FakeStorage {
  constructor() {
    this.items = new Map();
  }
  getItem(key) {
    return this.items.has(key) ? this.items.get(key) : null;
  }
  setItem(key, value) {
    this.items.set(key, String(value));
  }
  removeItem(key) {
    this.items.delete(key);
  }
}

class ThrowingStorage {
  getItem() {
    throw new Error("forbidden");
  }
  setItem() {
    throw new Error("forbidden");
  }
  removeItem() {
    throw new Error("forbidden");
  }
}

class FakeClock {
  constructor() {
    this.timers = [];
    this.now = 0;
    this.random = () => 0.5; // a pause is then exactly its middle
  }
  after(milliseconds, act) {
    const timer = { at: this.now + milliseconds, act };
    this.timers.push(timer);
    return timer;
  }
  cancel(timer) {
    this.timers = this.timers.filter((other) => other !== timer);
  }
  async pass(milliseconds) {
    this.now += milliseconds;
    const due = this.timers.filter((timer) => timer.at <= this.now);
    this.timers = this.timers.filter((timer) => timer.at > this.now);
    due.forEach((timer) => timer.act());
    await settled();
  }
}

/* One participant's side of a session: idempotent by command_id, judges round and counter, as docs/wire.md says. */
class FakeServer {
  constructor() {
    this.epoch = "one";
    this.seq = 10;
    this.round = 1;
    this.open = true;
    this.dots = {};
    this.skipped = [];
    this.counters = {};
    this.answered = new Map();
    this.messages = [];
  }
  place({ dots }) {
    this.messages.push(dots);
    return { ok: true, answers: dots.map((dot) => this.answer(dot)) };
  }
  answer(dot) {
    if (!this.answered.has(dot.command_id)) this.answered.set(dot.command_id, this.judge(dot));
    return this.answered.get(dot.command_id);
  }
  judge(dot) {
    if (!this.open || dot.round < this.round) return LATE;
    if (dot.square > 24) return refusal("unknown_square");
    if (dot.counter < (this.counters[dot.square] || 0)) return refusal("superseded");
    this.counters[dot.square] = dot.counter;
    this.skipped = this.skipped.filter((square) => square !== dot.square);
    delete this.dots[dot.square];
    if (dot.choice) this.dots[dot.square] = dot.choice;
    if (dot.skipped) this.skipped.push(dot.square);
    return { ok: true, seq: ++this.seq };
  }
  mine() {
    const counter = Math.max(0, ...Object.values(this.counters));
    return { epoch: this.epoch, seq: this.seq, round: this.round, dots: { ...this.dots }, skipped: [...this.skipped], counter };
  }
  /* What it is after this: a function that brings it back to now, in another life, as a replica that had come so far. */
  replica() {
    const { messages, ...state } = this;
    const then = structuredClone(state);
    return () => Object.assign(this, structuredClone(then), { epoch: `after ${this.epoch}` });
  }
}

/* A line whose next answers can be told: a function takes (server, payload) and returns the ack or a promise of it. */
function line(server) {
  const script = [];
  const send = async (event, payload) => {
    assert.equal(event, "place_dots");
    const copy = JSON.parse(JSON.stringify(payload));
    const step = script.shift();
    return step ? step(server, copy) : server.place(copy);
  };
  return { script, send };
}

const lost = () => OFFLINE; // the message never arrived
const ackLost = (server, payload) => (server.place(payload), OFFLINE); // it did arrive, its answer did not
const refuse = (code) => () => refusal(code);

async function settled() {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

let ids = 0;
function tab(server, { storage = new FakeStorage(), session = "s1" } = {}) {
  const clock = new FakeClock();
  const wire = line(server);
  const told = [];
  const kept = keptFor(session, storage);
  const outbox = createOutbox({
    kept,
    send: wire.send,
    clock,
    refused: (dot, answer) => told.push({ square: dot.square, ...answer }),
    newId: () => `command-${(ids += 1)}`,
  });
  outbox.merge(server.mine());
  outbox.sync();
  return { outbox, clock, kept, told, script: wire.script };
}

const look = (outbox, square) => {
  const { choice, skipped, status } = outbox.on(square);
  return [skipped ? "skipped" : choice, status];
};

test("a tap is painted at once, sent, and saved by its answer", async () => {
  const server = new FakeServer();
  const { outbox, kept } = tab(server);
  outbox.place(7, "green");
  assert.deepEqual(look(outbox, 7), ["green", "sending"]);
  assert.equal(kept.read().dots.length, 1);
  await settled();
  assert.deepEqual(look(outbox, 7), ["green", "saved"]);
  assert.deepEqual(server.dots, { 7: "green" });
  assert.deepEqual(kept.read().dots, []);
});

test("what is sent is exactly what the wire asks for", async () => {
  const server = new FakeServer();
  const { outbox } = tab(server);
  outbox.place(1, "green");
  await settled();
  outbox.place(1, null);
  await settled();
  outbox.skip(1);
  await settled();
  const sent = server.messages.map(([dot]) => dot);
  assert.deepEqual(Object.keys(sent[0]).sort(), ["choice", "command_id", "counter", "round", "square"]);
  assert.equal(sent[1].choice, null);
  assert.deepEqual(Object.keys(sent[2]).sort(), ["command_id", "counter", "round", "skipped", "square"]);
  assert.deepEqual(look(outbox, 1), ["skipped", "saved"]);
});

test("only the newest tap on a square waits; many squares go in one message, one message at a time", async () => {
  const server = new FakeServer();
  const { outbox, script } = tab(server);
  let release;
  script.push((there, payload) => new Promise((done) => (release = () => done(there.place(payload)))));
  outbox.place(1, "green");
  outbox.place(2, "green");
  outbox.place(2, "red");
  outbox.place(3, "yellow");
  await settled();
  assert.equal(server.messages.length, 0);
  release();
  await settled();
  assert.deepEqual(server.messages.map((dots) => dots.map((dot) => [dot.square, dot.choice])), [
    [[1, "green"]],
    [[2, "red"], [3, "yellow"]],
  ]);
});

test("no more than 64 dots go in one message", async () => {
  const server = new FakeServer();
  const { outbox, clock, script } = tab(server);
  script.push(lost);
  server.judge = () => ({ ok: true, seq: (server.seq += 1) });
  for (let square = 1; square <= 70; square += 1) outbox.place(square, "green");
  await settled();
  await clock.pass(500);
  assert.deepEqual(server.messages.map((dots) => dots.length), [64, 6]);
});

test("a dot that could not be delivered waits, and goes out when the line is back", async () => {
  const server = new FakeServer();
  const { outbox, script } = tab(server);
  script.push(lost);
  outbox.place(7, "green");
  await settled();
  assert.deepEqual(look(outbox, 7), ["green", "waiting"]);
  assert.equal(outbox.on(7).why, "offline");
  outbox.wake();
  await settled();
  assert.deepEqual(look(outbox, 7), ["green", "saved"]);
});

test("pauses grow, are spread, and end; a tap in between does not hurry", async () => {
  const server = new FakeServer();
  const { outbox, clock, script } = tab(server);
  script.push(refuse("slow_down"), refuse("slow_down"), refuse("not_stored"));
  outbox.place(7, "green");
  await settled();
  assert.deepEqual(clock.timers.map((timer) => timer.at - clock.now), [500]);
  outbox.place(8, "red");
  await settled();
  assert.equal(script.length, 2); // it was not sent before its time
  await clock.pass(500);
  assert.deepEqual(clock.timers.map((timer) => timer.at - clock.now), [1000]);
  await clock.pass(1000);
  assert.equal(outbox.on(7).why, "not_stored");
  await clock.pass(2000);
  assert.deepEqual([look(outbox, 7), look(outbox, 8)], [["green", "saved"], ["red", "saved"]]);
  assert.deepEqual([pauseAfter(1, () => 0), pauseAfter(1, () => 0.999) < 750], [250, true]);
  assert.equal(pauseAfter(40, () => 0.5), 20000);
  assert.deepEqual([pauseAfter(9, () => 0, 2000), pauseAfter(9, () => 0.999, 2000)], [1000, 2998]); // of the line: spread to the end
  assert.equal(pauseAfter(5000, () => 0.5), 20000); // a day without a server, and no pause has become none
});

test("an ack that was lost: the same command_id again gets the same answer, and one dot", async () => {
  const server = new FakeServer();
  const { outbox, clock, script } = tab(server);
  script.push(ackLost);
  outbox.place(7, "green");
  await settled();
  assert.deepEqual(look(outbox, 7), ["green", "waiting"]);
  await clock.pass(500);
  const [first, second] = server.messages.map(([dot]) => dot.command_id);
  assert.equal(first, second);
  assert.deepEqual(look(outbox, 7), ["green", "saved"]);
  assert.equal(server.seq, 11);
});

test("a late ack never touches a newer tap, and the newer tap is what the server ends with", async () => {
  const server = new FakeServer();
  const { outbox, script } = tab(server);
  let release;
  script.push((there, payload) => new Promise((done) => (release = () => done(there.place(payload)))));
  outbox.place(7, "green");
  await settled();
  outbox.place(7, "red");
  release();
  await settled();
  assert.deepEqual(look(outbox, 7), ["red", "saved"]);
  assert.deepEqual(server.dots, { 7: "red" });
});

test("reordered: an old retry that arrives after the newer tap loses, and nothing is said about it", async () => {
  const server = new FakeServer();
  const { outbox, clock, script, told } = tab(server);
  const stuck = [];
  script.push((there, payload) => (stuck.push(payload), OFFLINE));
  outbox.place(7, "green");
  await settled();
  outbox.place(7, "red");
  await clock.pass(500);
  server.place(stuck[0]); // the network gives up the old message only now
  assert.deepEqual(server.dots, { 7: "red" });
  assert.deepEqual(look(outbox, 7), ["red", "saved"]);
  assert.deepEqual(told, []);
});

test("superseded: the tap is dropped and the server's state wins", async () => {
  const server = new FakeServer();
  const { outbox, script, told, kept } = tab(server);
  server.place({ dots: [{ command_id: "elsewhere", round: 1, square: 7, choice: "yellow", counter: 50 }] });
  script.push((there, payload) => there.place(payload));
  outbox.place(7, "green"); // this page has not heard of the other one yet
  await settled();
  outbox.merge(server.mine());
  assert.deepEqual(look(outbox, 7), ["yellow", "saved"]);
  assert.deepEqual([told, kept.read().dots], [[], []]);
  outbox.place(7, "red"); // and now its counter is above the other's
  await settled();
  assert.deepEqual(server.dots, { 7: "red" });
});

test("late: kindly said, painted back to what counts, and not tried again", async () => {
  const server = new FakeServer();
  const { outbox, script, told, kept } = tab(server);
  outbox.place(7, "green");
  await settled();
  script.push(lost);
  outbox.place(7, "red");
  await settled();
  server.open = false;
  outbox.wake();
  await settled();
  assert.deepEqual(look(outbox, 7), ["green", "late"]);
  assert.deepEqual([told[0].late, kept.read().dots], [true, []]);
});

test("a dot of a former round is told to be late, and never shown or counted in the next one", async () => {
  const server = new FakeServer();
  const { outbox, script, told } = tab(server);
  script.push(lost);
  outbox.place(7, "green");
  await settled();
  Object.assign(server, { round: 2, dots: {}, counters: {} });
  outbox.startRound(2);
  assert.deepEqual(look(outbox, 7), [null, "open"]);
  outbox.wake();
  await settled();
  assert.deepEqual(look(outbox, 7), [null, "open"]);
  assert.equal(told.length, 1);
  assert.deepEqual(server.dots, {});
});

test("what came late is told with the round it was for, in whichever order answer and next round come", async () => {
  for (const answeredFirst of [true, false]) {
    const server = new FakeServer();
    const { outbox, script } = tab(server);
    outbox.place(7, "green");
    await settled();
    script.push(lost);
    outbox.place(7, "red");
    await settled();
    server.open = false;
    const next = () => outbox.startRound(2);
    if (!answeredFirst) next();
    outbox.wake();
    await settled();
    if (answeredFirst) next();
    assert.deepEqual(look(outbox, 7), [null, "open"]);
    assert.deepEqual([outbox.past(7).choice, outbox.past(7).status], ["green", "late"]);
    outbox.place(7, "red"); // in round 2: what is said about it now is said about this
    assert.equal(outbox.past(7).status, "saved");
  }
});

test("whether what waits outlives the page is known, also when that changes", () => {
  const storage = new FakeStorage();
  const kept = keptFor("s1", storage);
  assert.equal(kept.lasts(), true);
  const { setItem } = storage;
  storage.setItem = () => {
    throw new Error("full");
  };
  kept.put({ command_id: "c", round: 1, square: 7, choice: "red", counter: 2 });
  assert.equal(kept.lasts(), false);
  storage.setItem = setItem;
  assert.equal(kept.lasts(), true);
  assert.equal(keptFor("s1", storage).read().dots.length, 1); // room again: it is written down after all
  for (const none of [new ThrowingStorage(), null]) assert.equal(keptFor("s1", none).lasts(), false);
});

test("a counter that nobody can have tapped up to is not believed", () => {
  const storage = new FakeStorage();
  const kept = keptFor("s1", storage);
  const dot = { command_id: "c", round: 1, square: 7, choice: "green", counter: 4 };
  storage.setItem(kept.key, JSON.stringify({ counter: 2 ** 60, dots: [dot, { ...dot, square: 8, counter: 2 ** 52 }] }));
  assert.deepEqual(kept.read(), { counter: 0, dots: [dot], broken: true });
});

test("an answer that arrives after the next round began says nothing about that round", async () => {
  const server = new FakeServer();
  const { outbox, script } = tab(server);
  let release;
  script.push((there, payload) => new Promise((done) => (release = () => done(there.place(payload)))));
  outbox.place(7, "green");
  await settled();
  outbox.startRound(2);
  release();
  await settled();
  assert.deepEqual(look(outbox, 7), [null, "open"]);
});

test("a word on a former round that comes late does not turn the page back", async () => {
  const server = new FakeServer();
  const { outbox } = tab(server);
  const before = { ...server.mine(), dots: { 7: "green" } };
  server.round = 2;
  outbox.startRound(2);
  outbox.merge(before);
  assert.deepEqual(look(outbox, 7), [null, "open"]);
  outbox.place(7, "red");
  await settled();
  assert.deepEqual([server.messages[0][0].round, look(outbox, 7)], [2, ["red", "saved"]]);
});

test("a new tap takes the note of an old one away for good", async () => {
  const server = new FakeServer();
  const { outbox, script } = tab(server);
  script.push(() => ({ ok: true, answers: [LATE] }));
  outbox.place(7, "green");
  await settled();
  assert.deepEqual(look(outbox, 7), [null, "late"]);
  outbox.place(7, "green");
  await settled();
  assert.deepEqual(look(outbox, 7), ["green", "saved"]);
});

test("refused for good: shown with its sentence, painted back, not tried again", async () => {
  const server = new FakeServer();
  const { outbox, clock, kept } = tab(server);
  outbox.place(99, "green");
  await settled();
  const { choice, status, sentence, hint } = outbox.on(99);
  assert.deepEqual([choice, status, sentence, hint], [null, "refused", "unknown_square.", "Do this."]);
  assert.deepEqual([kept.read().dots, clock.timers], [[], []]);
  outbox.place(99, null); // a new tap takes the note away
  assert.equal(outbox.on(99).status, "sending");
});

test("one bad dot that has the whole message refused does not take the others with it", async () => {
  const server = new FakeServer();
  const { outbox, clock, script } = tab(server);
  const place = server.place.bind(server);
  server.place = (payload) => (payload.dots.some((dot) => dot.square === 2) ? refusal("malformed") : place(payload));
  script.push(lost);
  [1, 2, 3].forEach((square) => outbox.place(square, "green"));
  await settled();
  await clock.pass(500);
  assert.deepEqual([1, 2, 3].map((square) => outbox.on(square).status), ["saved", "refused", "saved"]);
});

test("each dot of a message is settled by its own answer", async () => {
  const server = new FakeServer();
  const { outbox, clock, script } = tab(server);
  script.push(lost, () => ({ ok: true, answers: [{ ok: true, seq: 20 }, LATE, refusal("not_stored"), refusal("unknown_square")] }));
  [1, 2, 3, 4].forEach((square) => outbox.place(square, "red"));
  await settled();
  await clock.pass(500);
  assert.deepEqual([1, 2, 3, 4].map((square) => outbox.on(square).status), ["saved", "late", "waiting", "refused"]);
  await clock.pass(1000);
  assert.equal(outbox.on(3).status, "saved");
});

test("an answer that makes no sense is no answer: the dot stays and is sent again", async () => {
  const server = new FakeServer();
  const { outbox, clock, script } = tab(server);
  script.push(() => ({ ok: true }), () => ({}), () => ({ ok: true, answers: [null] }));
  outbox.place(7, "green");
  await settled();
  for (const pause of [500, 1000, 2000]) await clock.pass(pause);
  assert.deepEqual(look(outbox, 7), ["green", "saved"]);
});

test("an older word of the server never goes over a newer one, and never over what waits", async () => {
  const server = new FakeServer();
  const { outbox, script } = tab(server);
  const before = server.mine();
  outbox.place(7, "green");
  await settled();
  outbox.merge(before);
  assert.deepEqual(look(outbox, 7), ["green", "saved"]);
  script.push(lost);
  outbox.place(7, "red");
  await settled();
  outbox.merge({ ...server.mine(), seq: 99 });
  assert.deepEqual(look(outbox, 7), ["red", "waiting"]);
});

test("a reloaded page goes on with what waited, and counts on above it", async () => {
  const server = new FakeServer();
  const storage = new FakeStorage();
  const before = tab(server, { storage });
  before.script.push(lost);
  before.outbox.place(7, "green");
  await settled();
  const after = tab(server, { storage });
  assert.deepEqual(look(after.outbox, 7), ["green", "waiting"]);
  after.outbox.wake();
  await settled();
  assert.deepEqual(server.dots, { 7: "green" });
  after.outbox.place(7, "red");
  await settled();
  assert.ok(server.messages[1][0].counter > server.messages[0][0].counter);
});

test("counters go on above the server's, also with an empty storage", async () => {
  const server = new FakeServer();
  server.counters = { 3: 17 };
  const { outbox } = tab(server);
  outbox.place(3, "green");
  await settled();
  assert.equal(server.messages[0][0].counter, 18);
});

test("two tabs: the second shows the tap, leaves the sending to the first, and lets go when that is settled", async () => {
  const server = new FakeServer();
  const storage = new FakeStorage();
  const [one, two] = [tab(server, { storage }), tab(server, { storage })];
  one.script.push(lost);
  one.outbox.place(7, "green");
  await settled();
  two.outbox.sync(); // the browser's `storage` event
  assert.deepEqual(look(two.outbox, 7), ["green", "waiting"]);
  await one.clock.pass(500);
  two.outbox.sync();
  two.outbox.merge(server.mine());
  assert.deepEqual(look(two.outbox, 7), ["green", "saved"]);
  await two.clock.pass(2000);
  assert.equal(server.messages.length, 1);
});

test("two tabs: when the first one is gone, the second sends its dot, under the same id", async () => {
  const server = new FakeServer();
  const storage = new FakeStorage();
  const [one, two] = [tab(server, { storage }), tab(server, { storage })];
  one.script.push(ackLost);
  one.outbox.place(7, "green");
  await settled();
  two.outbox.sync();
  await two.clock.pass(2000);
  assert.deepEqual(look(two.outbox, 7), ["green", "saved"]);
  assert.equal(server.seq, 11);
  await one.clock.pass(500);
  assert.deepEqual([look(one.outbox, 7), server.seq], [["green", "saved"], 11]);
});

test("two tabs: the newer tap wins in both, whoever made it", async () => {
  const server = new FakeServer();
  const storage = new FakeStorage();
  const [one, two] = [tab(server, { storage }), tab(server, { storage })];
  one.script.push(lost);
  two.script.push(lost);
  one.outbox.place(7, "green");
  await settled();
  two.outbox.place(7, "red");
  await settled();
  one.outbox.sync();
  assert.deepEqual(look(one.outbox, 7), ["red", "waiting"]);
  one.outbox.wake();
  two.outbox.wake();
  await settled();
  assert.deepEqual([server.dots, look(one.outbox, 7), look(two.outbox, 7)], [{ 7: "red" }, ["red", "saved"], ["red", "saved"]]);
});

test("a storage that throws (private mode): everything works, as long as the page lives", async () => {
  const server = new FakeServer();
  for (const storage of [new ThrowingStorage(), null]) {
    const { outbox, script, kept } = tab(server, { storage });
    script.push(lost);
    outbox.place(7, "green");
    outbox.place(8, "red");
    await settled();
    assert.equal(kept.read().dots.length, 2);
    outbox.wake();
    await settled();
    assert.deepEqual([look(outbox, 7), look(outbox, 8), kept.read().dots], [["green", "saved"], ["red", "saved"], []]);
  }
});

test("a storage that is full keeps no stale entry: what is in memory counts", () => {
  const storage = new FakeStorage();
  const kept = keptFor("s1", storage);
  kept.put({ command_id: "older", round: 1, square: 7, choice: "green", counter: 1 });
  storage.setItem = () => {
    throw new Error("full");
  };
  kept.put({ command_id: "newer", round: 1, square: 7, choice: "red", counter: 2 });
  assert.deepEqual(kept.read().dots.map((dot) => dot.command_id), ["newer"]);
  assert.equal(storage.getItem(kept.key), null);
});

test("two tabs: an older tap never takes a newer one's place, and what one emptied does not come back in the other", () => {
  const storage = new FakeStorage();
  const [one, two] = [keptFor("s1", storage), keptFor("s1", storage)];
  const dot = (command_id, counter) => ({ command_id, round: 1, square: 7, choice: "red", counter });
  one.put(dot("newer", 2));
  two.put(dot("older", 1));
  assert.deepEqual(one.read(), { counter: 2, dots: [dot("newer", 2)] });
  two.empty();
  assert.deepEqual(one.read(), { counter: 0, dots: [] });
});

test("what is kept belongs to its session, and what cannot be read is not kept", () => {
  const storage = new FakeStorage();
  keptFor("s1", storage).put({ command_id: "c", round: 1, square: 7, choice: "green", counter: 4 });
  assert.deepEqual(keptFor("s2", storage).read(), { counter: 0, dots: [] });
  for (const broken of ["{", "null", '{"dots":[{"square":"x"},null]}', "7"]) {
    storage.setItem(keptFor("s1", storage).key, broken);
    assert.deepEqual(keptFor("s1", storage).read(), { counter: 0, dots: [], broken: true });
    assert.equal(keptFor("s1", storage).lasts(), true);
    assert.deepEqual(keptFor("s1", storage).read(), { counter: 0, dots: [] }); // told once
  }
});

test("gone or forgotten: the outbox is empty, nothing is sent, and an answer on its way changes nothing", async () => {
  const server = new FakeServer();
  const { outbox, clock, script, kept, told } = tab(server);
  let release;
  script.push(() => new Promise((done) => (release = () => done({ ok: true, answers: [{ ok: true, seq: 99 }] }))));
  outbox.place(7, "green");
  await settled();
  outbox.place(8, "green");
  outbox.empty();
  release();
  await settled();
  await clock.pass(60000);
  assert.deepEqual([look(outbox, 7), look(outbox, 8)], [[null, "open"], [null, "open"]]);
  assert.deepEqual([server.messages, kept.read().dots, told], [[], [], []]);
});

test("whatever the network does, in the end the server has the last tap on every square", async () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let run = 0; run < 60; run += 1) {
    const server = new FakeServer();
    const { outbox, clock, script } = tab(server);
    const delayed = [];
    let failOver = server.replica();
    const kinds = [lost, ackLost, refuse("slow_down"), refuse("not_stored"), undefined, undefined];
    kinds.push((there, payload) => (delayed.push(payload), OFFLINE));
    const wanted = {};
    for (let step = 0; step < 40; step += 1) {
      script.push(kinds[Math.floor(random() * kinds.length)] || ((there, payload) => there.place(payload)));
      const square = 1 + Math.floor(random() * 4);
      wanted[square] = ["green", "yellow", "red", null][Math.floor(random() * 4)];
      outbox.place(square, wanted[square]);
      if (random() < 0.3) await settled();
      if (random() < 0.2) await clock.pass(700);
      if (random() < 0.1 && delayed.length) server.place(delayed.shift());
      if (random() < 0.1) outbox.merge(server.mine());
      if (random() < 0.1) failOver = server.replica();
      if (random() < 0.05) {
        await settled();
        failOver();
        outbox.relive(server.mine());
        outbox.merge(server.mine());
      }
    }
    script.length = 0;
    delayed.forEach((payload) => server.place(payload));
    for (let turn = 0; turn < 12; turn += 1) await clock.pass(20000);
    for (const [square, choice] of Object.entries(wanted)) {
      assert.equal(server.dots[square] || null, choice, `run ${run}, square ${square}`);
      assert.deepEqual(look(outbox, Number(square)), [choice, choice ? "saved" : "open"]);
    }
  }
});

test("another life of the store that lacks the last taps gets them again, as they were", async () => {
  const server = new FakeServer();
  const { outbox, kept } = tab(server);
  outbox.place(1, "green");
  await settled();
  const failOver = server.replica();
  outbox.place(2, "red");
  outbox.place(3, "yellow");
  outbox.place(3, null);
  outbox.skip(4);
  await settled();
  const [dots, skipped] = [{ ...server.dots }, [...server.skipped]];
  failOver();
  outbox.relive(server.mine()); // the view
  assert.equal(look(outbox, 2)[1], "sending"); // nobody is told "saved" of what may be lost
  assert.deepEqual(kept.read().dots.map((dot) => dot.square), [1, 2, 3, 4]); // a reload now loses nothing
  outbox.merge(server.mine());
  await settled();
  assert.deepEqual([server.dots, server.skipped], [dots, skipped]);
  assert.deepEqual([1, 2, 3, 4].map((square) => look(outbox, square)), [
    ["green", "saved"],
    ["red", "saved"],
    [null, "open"],
    ["skipped", "saved"],
  ]);
  const ids = (message) => message.map(({ command_id, counter }) => `${command_id} ${counter}`);
  const before = server.messages.slice(0, -1).flatMap(ids);
  assert.deepEqual(ids(server.messages.at(-1)).filter((id) => !before.includes(id)), []);
  assert.deepEqual(kept.read().dots, []);
});

test("where nothing was lost nothing changes, and the same life is told as often as one likes", async () => {
  const server = new FakeServer();
  const { outbox } = tab(server);
  outbox.place(1, "green");
  await settled();
  const seq = server.seq;
  outbox.relive(server.mine());
  outbox.merge(server.mine());
  await settled();
  assert.equal(server.messages.length, 1);
  server.epoch = "two";
  outbox.merge(server.mine());
  await settled();
  outbox.relive(server.mine());
  await settled();
  assert.deepEqual([server.messages.length, server.seq, look(outbox, 1)], [2, seq, ["green", "saved"]]);
});

test("what another life says counts, however low its seq is: dots that this page did not send are as it says", async () => {
  const server = new FakeServer();
  const failOver = server.replica();
  const other = tab(server).outbox;
  other.place(5, "red");
  await settled();
  const { outbox } = tab(server);
  assert.deepEqual(look(outbox, 5), ["red", "saved"]);
  failOver();
  server.answer({ command_id: "somebody", round: 1, square: 6, choice: "green", counter: 3 });
  outbox.relive(server.mine());
  assert.deepEqual(look(outbox, 5), ["red", "saved"]); // until it has been said
  outbox.merge(server.mine());
  assert.deepEqual([look(outbox, 5), look(outbox, 6)], [[null, "open"], ["green", "saved"]]);
});

test("a tap after the break goes over the one that is sent again, also where that was on its way", async () => {
  const server = new FakeServer();
  const { outbox, clock, script } = tab(server);
  const failOver = server.replica();
  outbox.place(1, "green");
  await settled();
  failOver();
  script.push(lost);
  outbox.relive(server.mine());
  outbox.place(1, "red");
  await settled();
  await clock.pass(500);
  assert.deepEqual([server.dots, look(outbox, 1)], [{ 1: "red" }, ["red", "saved"]]);
});

test("a round that was lost is gone: the one before goes on, with its own dots", async () => {
  const server = new FakeServer();
  const { outbox, told } = tab(server);
  const failOver = server.replica();
  outbox.place(1, "green");
  await settled();
  Object.assign(server, { round: 2, dots: {}, counters: {} });
  outbox.merge(server.mine());
  outbox.place(2, "red");
  await settled();
  failOver();
  outbox.merge(server.mine());
  await settled();
  assert.deepEqual([server.dots, look(outbox, 1), look(outbox, 2)], [{ 1: "green" }, ["green", "saved"], [null, "open"]]);
  assert.deepEqual(told, []);
});

test("what was lost, and whose round the facilitator had closed again meanwhile, is said to be late", async () => {
  const server = new FakeServer();
  const { outbox, told } = tab(server);
  outbox.place(1, "green");
  await settled();
  const failOver = server.replica();
  outbox.place(2, "green");
  await settled();
  failOver();
  server.open = false;
  outbox.merge(server.mine());
  await settled();
  assert.deepEqual([look(outbox, 1), look(outbox, 2)], [["green", "saved"], [null, "late"]]);
  assert.deepEqual(told.map((one) => one.square), [2]);
});

test("in a round that is closed nothing is sent again: what is shown is what the server has, and nobody is told to be late", async () => {
  const server = new FakeServer();
  const { outbox, told, kept } = tab(server);
  outbox.place(1, "green");
  await settled();
  const failOver = server.replica();
  outbox.place(1, "red");
  outbox.place(2, "green");
  await settled();
  const sent = server.messages.length;
  failOver();
  server.open = false;
  outbox.relive(server.mine(), false); // the view
  assert.deepEqual([look(outbox, 1), look(outbox, 2)], [["red", "saved"], ["green", "saved"]]);
  outbox.merge(server.mine());
  await settled();
  assert.deepEqual([look(outbox, 1), look(outbox, 2)], [["green", "saved"], [null, "open"]]);
  assert.deepEqual([server.messages.length - sent, told, kept.read().dots], [0, [], []]);
});

test("a tap that had no answer yet is sent in another life too, and told to be late where its round is closed there", async () => {
  const server = new FakeServer();
  const { outbox, script, told } = tab(server);
  script.push(lost);
  outbox.place(1, "green");
  await settled();
  Object.assign(server, { epoch: "two", open: false });
  outbox.relive(server.mine(), false);
  await settled();
  assert.deepEqual([look(outbox, 1), told.map((one) => one.square)], [[null, "late"], [1]]);
});

test("dots that are forgotten are not sent again in another life either", async () => {
  const server = new FakeServer();
  const { outbox } = tab(server);
  outbox.place(1, "green");
  await settled();
  outbox.empty();
  server.epoch = "two";
  outbox.relive(server.mine());
  await settled();
  assert.equal(server.messages.length, 1);
});

test("untilAnswered sends again until there is an answer, or until it is not wanted any more", async () => {
  const acks = [OFFLINE, refusal("not_stored"), { ok: true, seq: 3 }];
  const pauses = [];
  const pause = async (milliseconds) => pauses.push(milliseconds);
  assert.deepEqual(await untilAnswered(async () => acks.shift(), "finish", {}, () => true, pause), { ok: true, seq: 3 });
  assert.equal(pauses.length, 2);
  let wanted = true;
  const giveUp = async () => ((wanted = false), OFFLINE);
  assert.equal(await untilAnswered(giveUp, "finish", {}, () => wanted, pause), null);
  assert.deepEqual([OFFLINE, LATE, refusal("superseded"), undefined].map(isAnswer), [false, true, true, false]);
});
