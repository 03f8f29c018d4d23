/* The discussion on a phone: my grid and the room, what people type, the dots of before, the countdown. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { distance, furthest, MOST_ROWS, paintRows } from "../../static/js/lib/my_grid.js";
import { createOutbox } from "../../static/js/lib/outbox.js";
import { countdownOn } from "../../static/js/lib/phone_countdown.js";
import { sayBox } from "../../static/js/lib/phone_said.js";

const settled = () => new Promise((go) => setImmediate(go));
const result = (...counts) => ({ n: counts.reduce((sum, one) => sum + one, 0), counts });
const OFFLINE = { refused: "offline", sentence: "No connection.", hint: "" };

test("how far a dot is from the room is told where the room may be seen, and nowhere else", () => {
  assert.equal(distance(0, result(0, 0, 4)), 2);
  assert.equal(distance(2, result(2, 0, 2)), 1);
  assert.equal(distance(0, result(3, 1, 0)), 0.25);
  [distance(null, result(1, 1, 1)), distance(0, undefined), distance(0, { n: 2, withheld: true }), distance(0, result(0, 0, 0))].forEach((none) =>
    assert.equal(none, -1),
  );
});

test("my grid shows the squares furthest from the room, the first ones of those equally far", () => {
  const results = { 1: result(4, 0, 0), 2: result(0, 0, 4), 3: result(0, 4, 0), 4: result(0, 0, 4), 5: { n: 2, withheld: true }, 6: result(3, 1, 0) };
  const places = (square) => ({ 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 })[square];
  assert.deepEqual(furthest([1, 2, 3, 4, 5, 6], places, results), [2, 4, 3]); // 1 is where the room is, 6 nearly so
  assert.deepEqual(furthest([1, 2], () => null, results), []);
  const all = Array.from({ length: 9 }, (_, at) => at + 1);
  const far = Object.fromEntries(all.map((square) => [square, result(0, 0, 4)]));
  assert.deepEqual(furthest(all, () => 0, far), all.slice(0, MOST_ROWS));
});

/* As much of an element as my grid's rows ask for. Words of hidden parts are part of `textContent`, as in a browser. */
class Part {
  constructor(textContent, shown = "") {
    Object.assign(this, { textContent, shown, parts: [] });
  }
  append(...parts) {
    this.parts.push(...parts);
  }
  cloneNode() {
    return new Part(this.textContent, this.shown);
  }
  isEqualNode(other) {
    return JSON.stringify(this) === JSON.stringify(other);
  }
}

test("a row of my grid is painted anew when another dot is shown in it, though its words are the same; and else stays as it is", () => {
  const yours = new Part("Your dot Green Red", "Green");
  const now = { querySelector: (asked) => (asked === ".yours" ? yours : new Part("Mostly red")) };
  const found = { ".outcome-now": now, legend: { lang: "en" } };
  const square = { item: { querySelector: (asked) => found[asked] }, text: "A square" };
  const list = { children: [], replaceChildren: (...rows) => (list.children = rows) };
  globalThis.document = { createElement: () => new Part("") };
  try {
    paintRows(list, [square]);
    const [first] = list.children;
    paintRows(list, [square]);
    assert.equal(list.children[0], first);
    yours.shown = "Red";
    paintRows(list, [square]);
    assert.equal(list.children[0].parts[1].shown, "Red");
  } finally {
    delete globalThis.document;
  }
});

/* As much of a form as sayBox asks for. */
function fakeForm() {
  const parts = new Map();
  const part = (name) => {
    if (!parts.has(name)) parts.set(name, { dataset: {}, textContent: "", hidden: true, setAttribute: (key, value) => (part(name)[key] = value) });
    return parts.get(name);
  };
  const acts = {};
  const area = { value: "", maxLength: 280, addEventListener: (_, act) => (acts.input = act), focus: () => (area.focused = true) };
  return {
    area,
    part,
    querySelector: (asked) => (asked === "textarea" ? area : part(asked.match(/"(\w+)"/)[1])),
    addEventListener: (_, act) => (acts.submit = act),
    types(text) {
      area.value = text;
      acts.input();
    },
    async presses() {
      acts.submit({ preventDefault() {} });
      await settled();
    },
  };
}

function boxWith(answers) {
  const form = fakeForm();
  const sent = [];
  const send = async (event, payload) => {
    sent.push([event, payload]);
    return answers.shift();
  };
  const box = sayBox(form, { event: "send_reason", send, isOver: () => false, pause: settled });
  box.openFor(7, { square: 7 });
  return { form, box, sent };
}

test("words are sent once, under one id, and leave the field when they are there", async () => {
  const { form, sent } = boxWith([OFFLINE, { ok: true, seq: 3 }]);
  await form.presses();
  assert.equal(sent.length, 0); // nothing to send, and it says so
  assert.deepEqual([form.part("says").textContent, form.part("told").dataset.status], ["Write a sentence, then send it.", "refused"]);
  form.types("I asked first.");
  assert.equal(form.part("count").textContent, "14 of 280");
  await form.presses();
  await form.presses(); // a double click
  await settled();
  await settled();
  assert.deepEqual(sent.map(([event, payload]) => [event, payload.square, payload.words]), Array(2).fill(["send_reason", 7, "I asked first."]));
  assert.equal(sent[0][1].command_id, sent[1][1].command_id);
  assert.deepEqual([form.area.value, form.part("told").dataset.status, form.part("sent").hidden], ["", "sent", false]);
});

test("in another life of the store words are sent again, as they were, and silently; refused there, they come back into the field", async () => {
  const { form, box, sent } = boxWith([{ ok: true, seq: 3 }, OFFLINE, { ok: true, seq: 2 }, { refused: "moved_on", sentence: "Elsewhere.", hint: "" }]);
  form.types("I asked first.");
  await form.presses();
  box.again();
  for (let turn = 0; turn < 4; turn += 1) await settled();
  assert.deepEqual([sent[1], sent[2], sent.length], [sent[0], sent[0], 3]);
  assert.deepEqual([form.area.value, form.part("told").dataset.status], ["", "sent"]);
  box.again();
  for (let turn = 0; turn < 4; turn += 1) await settled();
  assert.deepEqual(sent[3], sent[0]);
  assert.deepEqual([form.area.value, form.part("told").dataset.status], ["I asked first.", "refused"]);
  box.again();
  await settled();
  assert.equal(sent.length, 4); // it is up to them now
});

test("half a character is not sent: no message can hold one", async () => {
  const { form, sent } = boxWith([{ ok: true, seq: 3 }]);
  form.types("\udc00Ask \u{1f469}\u200d\u{1f467} first\ud83d");
  await form.presses();
  assert.equal(sent[0][1].words, "Ask \u{1f469}\u200d\u{1f467} first");
});

test("refused words stay in the field, with the sentence", async () => {
  const { form, box } = boxWith([{ refused: "said_enough", sentence: "Enough.", hint: "Say it." }]);
  form.types("Once more");
  await form.presses();
  assert.deepEqual([form.area.value, form.area.readOnly, form.part("says").textContent], ["Once more", false, "Enough. Say it."]);
  assert.equal(box.unsent(7), true);
});

test("each square keeps what was begun for it", async () => {
  const { form, box, sent } = boxWith([{ ok: true, seq: 1 }]);
  form.types("half a thought");
  box.openFor(8, { square: 8 });
  assert.equal(form.area.value, "");
  assert.deepEqual([box.unsent(7), box.unsent(8)], [true, false]);
  box.openFor(7, { square: 7 });
  assert.equal(form.area.value, "half a thought");
  await form.presses();
  assert.equal(sent[0][1].square, 7);
});

function outbox() {
  const dots = [];
  const kept = { read: () => ({ counter: 0, dots }), put: (dot) => dots.push(dot), drop: () => {}, empty: () => {} };
  return createOutbox({ kept, send: () => new Promise(() => {}), clock: { after: () => 1, cancel() {}, random: () => 0.5 } });
}

test("the dots of the rounds before are remembered, from what was placed and from what the server says", () => {
  const box = outbox();
  box.merge({ round: 1, dots: { 7: "green", 8: "red" }, skipped: [9], seq: 5, counter: 2 });
  assert.equal(box.before(7), null);
  box.startRound(2);
  assert.deepEqual([box.before(7), box.before(8), box.before(9), box.on(7).choice], ["green", "red", null, null]);
  box.merge({ round: 2, dots: { 7: "yellow" }, skipped: [], seq: 9, counter: 3, earlier: { 7: "green" } });
  assert.deepEqual([box.before(7), box.before(8), box.on(7).choice], ["green", null, "yellow"]);
  assert.equal(box.pending(), false);
  box.place(7, "red");
  assert.equal(box.pending(), true);
  box.empty();
  assert.equal(box.before(7), null);
});

test("a phone counts down from when the view arrived, however often it is painted", () => {
  let now = 0;
  const due = [];
  const element = { textContent: "", hidden: true };
  const countdown = countdownOn(element, { now: () => now, after: (_, act) => due.push(act) });
  const view = { countdown: { running: true }, remains: 90 };
  countdown.paint(view);
  assert.deepEqual([element.hidden, element.textContent], [false, "1:30 left"]);
  now = 30000;
  countdown.paint(view);
  due.shift()();
  assert.equal(element.textContent, "1:00 left");
  now = 95000;
  due.shift()();
  assert.deepEqual([element.textContent, due.length], ["Time is up.", 0]);
  countdown.paint({ countdown: { running: false }, remains: 45 });
  assert.equal(element.textContent, "0:45 left, paused");
  countdown.paint({ countdown: null, remains: null });
  assert.equal(element.hidden, true);
});
