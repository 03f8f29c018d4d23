/* The console of the talk: agenda, queue, notes, countdown, second look, dots from paper. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createAgenda, moved, withIt, without } from "../../static/js/lib/console_agenda.js";
import { MOST_SECONDS, wishOf } from "../../static/js/lib/console_countdown.js";
import { createNotes, SAVE_AFTER } from "../../static/js/lib/console_notes.js";
import { readCount } from "../../static/js/lib/console_paper.js";
import { buttonsOf, queueOf } from "../../static/js/lib/console_queue.js";
import { offered, suggested } from "../../static/js/lib/console_second_look.js";
import { hasTalk, spotlightSays } from "../../static/js/lib/console_talk.js";

const OFFLINE = { refused: "offline", sentence: "No connection.", hint: "" };

async function settled() {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

/* The agenda */

test("a square moves up and down, and not beyond the ends", () => {
  assert.deepEqual(moved([1, 2, 3], 3, -1), [1, 3, 2]);
  assert.deepEqual(moved([1, 2, 3], 1, -1), [1, 2, 3]);
  assert.deepEqual(moved([1, 2, 3], 3, 1), [1, 2, 3]);
  assert.deepEqual(moved([1, 2, 3], 9, 1), [1, 2, 3]);
  assert.deepEqual(without([1, 2, 3], 2), [1, 3]);
  assert.deepEqual(withIt([1, 2], 2), [1, 2]);
  assert.deepEqual(withIt([1, 2], 3), [1, 2, 3]);
});

function agendaView(seq, agendaSeq, squares) {
  return { seq, agenda: { seq: agendaSeq, own: true, items: squares.map((square) => ({ square })) } };
}

test("two quick changes are two changes, the second made from the first", async () => {
  const sent = [];
  const agenda = createAgenda(async (wanted) => {
    sent.push(wanted);
    return { ok: true, seq: 20 + sent.length };
  });
  agenda.arrived(agendaView(20, 0, [1, 2, 3]));
  agenda.change((squares) => moved(squares, 3, -1));
  await agenda.change((squares) => moved(squares, 3, -1));
  assert.deepEqual(sent, [{ before: 0, squares: [1, 3, 2] }, { before: 21, squares: [3, 1, 2] }]);
  agenda.arrived(agendaView(25, 24, [2])); // another console has been there
  await agenda.change((squares) => withIt(squares, 3));
  assert.deepEqual(sent[2], { before: 24, squares: [2, 3] });
});

test("what was answered in a life of the store that is over makes no agenda", async () => {
  const sent = [];
  const agenda = createAgenda(async (wanted) => sent.push(wanted) && { ok: true, seq: 40 });
  agenda.arrived({ ...agendaView(20, 0, [1, 2, 3]), epoch: "one" });
  await agenda.change((squares) => without(squares, 1));
  agenda.arrived({ ...agendaView(12, 8, [3]), epoch: "two" });
  await agenda.change((squares) => withIt(squares, 1));
  assert.deepEqual(sent[1], { before: 8, squares: [3, 1] });
});

test("a refused change is forgotten", async () => {
  const sent = [];
  const agenda = createAgenda(async (wanted) => sent.push(wanted) && { refused: "moved_on", sentence: "", hint: "" });
  agenda.arrived(agendaView(20, 7, [1, 2]));
  await agenda.change((squares) => without(squares, 1));
  await agenda.change(() => null);
  assert.deepEqual(sent, [{ before: 7, squares: [2] }, { before: 7, squares: null }]);
});

/* What people typed */

const reason = (id, square, state = "waiting") => ({ id, square, words: `reason ${id}`, state });
const typed = { reasons: [reason(1, 7), reason(2, 7, "approved"), reason(3, 8)], takeaways: [{ id: 9, words: "Ask.", state: "waiting" }] };
const spotlight = { square: 7, place: null };

test("the queue shows what was said on the square in the spotlight, and counts what waits everywhere", () => {
  const queue = queueOf({ stage: "revealed", spotlight }, typed, false);
  assert.deepEqual(queue.items.map(({ id }) => id), [1, 2]);
  assert.deepEqual([queue.kind, queue.elsewhere, queue.waiting], ["reasons", 1, 3]);
  assert.equal(queueOf({ stage: "revealed", spotlight }, typed, true).items.length, 3);
  assert.equal(queueOf({ stage: "revealed", spotlight: null }, typed, false).items.length, 3);
  assert.equal(queueOf({ stage: "takeaways", spotlight: null }, typed, false).kind, "takeaways");
});

test("at the end nobody's words wait where they cannot be read", () => {
  const end = queueOf({ stage: "closed", spotlight: null }, { reasons: [reason(1, 7), reason(2, 7, "approved")], takeaways: [{ id: 9, state: "approved" }] }, false);
  assert.deepEqual(end.items.map(({ id }) => id), [9, 1]);
  assert.equal(end.waiting, end.items.filter(({ state }) => state === "waiting").length);
});

test("only an approved reason on the square in the spotlight can be put on the projector", () => {
  const can = (item, more = {}) => buttonsOf(item, { spotlight, broughtUp: null, ...more });
  assert.deepEqual(can(reason(1, 7)), { approve: true, hide: true, up: false, down: false });
  assert.deepEqual(can(reason(1, 7, "approved")), { approve: false, hide: true, up: true, down: false });
  assert.equal(can(reason(1, 8, "approved")).up, false);
  assert.deepEqual(can(reason(1, 7, "approved"), { broughtUp: 1 }), { approve: false, hide: true, up: false, down: true });
  assert.deepEqual(can(reason(1, 7, "hidden")), { approve: true, hide: false, up: false, down: false });
  assert.equal(can({ id: 9, state: "approved" }, { spotlight }).up, false);
});

test("the tab is there when there is something to lead", () => {
  const agenda = { items: [{ square: 7 }] };
  assert.ok(hasTalk({ stage: "revealed", agenda, spotlight: null }, null));
  assert.ok(!hasTalk({ stage: "revealed", agenda: { items: [] }, spotlight: null }, null));
  assert.ok(!hasTalk({ stage: "voting", agenda, spotlight: null }, { reasons: [], takeaways: [] }));
  assert.ok(hasTalk({ stage: "closed", agenda, spotlight: null }, typed));
});

test("of a withheld square nothing is said but that it is", () => {
  const view = { spotlight: { square: 7, place: [2, 6] }, minimum: 3, results: { 7: { n: 2, withheld: true } } };
  assert.equal(spotlightSays(view, ["green"]), "2 of 6 on the agenda · fewer than 3 dots: nothing is shown of it");
  const results = { 7: { n: 24, counts: [12, 0, 12], word: "split", leading: [] } };
  assert.equal(spotlightSays({ ...view, results }, ["green"]), "2 of 6 on the agenda · 24 dots · split");
});

/* The notes */

class FakeClock {
  constructor() {
    this.timers = [];
  }
  after(milliseconds, act) {
    this.timers.push(act);
  }
  async pass() {
    this.timers.splice(0).forEach((act) => act());
    await settled();
  }
}

function notesWith(answers) {
  const clock = new FakeClock();
  const sent = [];
  const send = async (event, payload) => {
    sent.push(payload);
    return answers.length ? answers.shift() : { ok: true, seq: 30 + sent.length };
  };
  return { clock, sent, notes: createNotes({ send, clock, pause: async () => {}, changed: () => {}, newId: () => `note-${sent.length}` }) };
}

test("a note is saved when the keys rest, once, and for the square it was typed on", async () => {
  assert.ok(SAVE_AFTER <= 1000);
  const { clock, sent, notes } = notesWith([]);
  notes.typed(7, "As");
  notes.typed(7, "Ask");
  notes.typed(8, "Another");
  await clock.pass();
  assert.deepEqual(sent.map(({ square, words }) => [square, words]), [[7, "Ask"], [8, "Another"]]);
  assert.equal(notes.on(7).status, "saved");
});

test("a note is sent until it is answered, and says so meanwhile", async () => {
  const { clock, sent, notes } = notesWith([OFFLINE, OFFLINE]);
  notes.typed(7, "Ask");
  await clock.pass();
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map(({ command_id }) => command_id)).size, 1);
  assert.equal(notes.on(7).status, "saved");
});

test("an older echo never overwrites what is being typed; another console's note does when nothing is", async () => {
  const { clock, notes } = notesWith([]);
  notes.arrived({ seq: 19, notes: { 7: "Old" } });
  notes.typed(7, "Ask ");
  notes.arrived({ seq: 20, notes: { 7: "Old" } });
  assert.equal(notes.on(7).text, "Ask ");
  await clock.pass();
  notes.arrived({ seq: 25, notes: { 7: "Old" } }); // on its way before the note was saved
  notes.arrived({ seq: 31, notes: { 7: "Ask" } }); // cleaned by the server: the blank at the end stays where it is
  assert.equal(notes.on(7).text, "Ask ");
  notes.arrived({ seq: 40, notes: { 7: "Theirs" } });
  assert.equal(notes.on(7).text, "Theirs");
  notes.arrived({ seq: 41, notes: {} });
  assert.equal(notes.on(7).text, "");
});

test("another life of the store that lacks a note gets it again, and only that one", async () => {
  const { clock, sent, notes } = notesWith([]);
  notes.arrived({ epoch: "one", seq: 19, notes: { 9: "Theirs" } });
  notes.typed(7, "Ask");
  notes.typed(8, "Kept");
  await clock.pass();
  notes.arrived({ epoch: "one", seq: 32, notes: { 7: "Ask", 8: "Kept", 9: "Theirs" } });
  notes.arrived({ epoch: "two", seq: 12, notes: { 8: "Kept", 9: "Older" } });
  await clock.pass();
  assert.deepEqual(sent.slice(2).map(({ square, words, before }) => [square, words, before]), [[7, "Ask", 12]]);
  assert.deepEqual([7, 8, 9].map((square) => notes.on(square).text), ["Ask", "Kept", "Older"]);
});

test("two consoles that write on one square at once lose no word", async () => {
  const { clock, sent, notes } = notesWith([{ refused: "note_changed" }]);
  notes.arrived({ seq: 19, notes: { 7: "Old" } });
  notes.typed(7, "Old, and mine");
  await clock.pass();
  assert.deepEqual([sent[0].before, notes.on(7).status], [19, "waiting"]);
  notes.arrived({ seq: 22, notes: { 7: "Old, and theirs" } });
  assert.equal(notes.on(7).text, "Old, and theirs\nOld, and mine");
  await clock.pass();
  assert.deepEqual([sent[1].before, sent[1].words], [22, "Old, and theirs\nOld, and mine"]);
  assert.equal(notes.on(7).status, "saved");
});

test("what arrives while somebody types stands beside it; what this console has said itself does not", async () => {
  const { clock, sent, notes } = notesWith([OFFLINE]);
  notes.typed(7, "Ask them");
  await clock.pass();
  notes.typed(7, "Ask");
  notes.arrived({ seq: 31, notes: { 7: "Ask them" } }); // its answer got lost
  assert.equal(notes.on(7).text, "Ask");
  notes.arrived({ seq: 40, notes: { 7: "Theirs" } });
  assert.equal(notes.on(7).text, "Theirs\nAsk");
  await clock.pass();
  assert.equal(sent[sent.length - 1].before, 40);
});

test("a refused note stays where it was typed, with the reason", async () => {
  const { clock, notes } = notesWith([{ refused: "too_long", sentence: "That is too long.", hint: "Shorter." }]);
  notes.typed(7, "x".repeat(3000));
  await clock.pass();
  notes.arrived({ seq: 50, notes: {} });
  assert.equal(notes.on(7).why, "That is too long. Shorter.");
  assert.equal(notes.on(7).text.length, 3000);
});

/* The countdown */

test("each press of the countdown asks for a whole span", () => {
  assert.deepEqual(wishOf("3", null, false), { seconds: 180, running: true });
  assert.deepEqual(wishOf("pause", 41.2, true), { seconds: 42, running: false });
  assert.deepEqual(wishOf("go-on", 42, false), { seconds: 42, running: true });
  assert.deepEqual(wishOf("more", 42, false), { seconds: 102, running: false });
  assert.deepEqual(wishOf("more", 0, false), { seconds: 60, running: true }); // time was up
  assert.deepEqual(wishOf("more", MOST_SECONDS, true), { seconds: MOST_SECONDS, running: true });
  assert.deepEqual(wishOf("end", 42, true), { seconds: 0, running: false });
});

/* The second look */

test("what divides the room is suggested, else what it agrees on least", () => {
  const items = [{ square: 3, why: "split" }, { square: 5, why: "few" }, { square: 4, why: "spread" }];
  assert.deepEqual(suggested({ items }), [3, 4]);
  assert.deepEqual(suggested({ items: [{ square: 5, why: "few" }, { square: 6, why: "least" }, { square: 7, why: "least" }] }), [6]);
  assert.deepEqual(suggested({ items: [] }), []);
});

test("every square that has been voted on is offered once, those of the agenda first", () => {
  const agenda = { items: [{ square: 3 }, { square: 9 }] };
  assert.deepEqual(offered({ agenda, squares: [3], results: { 1: {}, 2: {}, 3: {} } }), [3, 1, 2]);
});

/* Dots from paper */

test("a count is a whole number, and an empty field none", () => {
  assert.deepEqual(["", " ", "0", "12", " 7 ", "999"].map((text) => readCount(text, 999)), [0, 0, 0, 12, 7, 999]);
  for (const text of ["-1", "1.5", "1e2", "many", "1000", "99999"]) assert.equal(readCount(text, 999), null, text);
});
