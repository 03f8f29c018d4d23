/* What the server sends while it makes a file, however the network cuts it; and how long is said what became of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { takeHomeOn } from "../../static/js/lib/take_home.js";
import { framesOf } from "../../static/js/lib/take_home_frames.js";
import { words } from "../../static/js/lib/take_home_words.js";

const encoder = new TextEncoder();
const WHOLE = [
  encoder.encode('{"step": "read", "part": 0}\n{"step": "fold", "part": 0.5}\n{"file": "é.pdf", "kind": "application/pdf", "bytes": 6}\n'),
  new Uint8Array([0, 10, 255, 10, 123, 10]),
].reduce((one, other) => new Uint8Array([...one, ...other]));

function streamOf(bytes, size) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
  return new ReadableStream({
    pull(controller) {
      if (pieces.length) controller.enqueue(pieces.shift());
      else controller.close();
    },
  });
}

for (const size of [1, 2, 7, 64, 10_000]) {
  test(`a file in pieces of ${size} bytes`, async () => {
    const heard = [];
    const { line, pieces } = await framesOf(streamOf(WHOLE, size), (one) => heard.push(one.step));
    assert.deepEqual(heard, ["read", "fold"]);
    assert.equal(line.file, "é.pdf");
    assert.deepEqual([...new Uint8Array(await new Blob(pieces).arrayBuffer())], [0, 10, 255, 10, 123, 10]);
  });
}

test("a refusal is the end", async () => {
  const refused = encoder.encode('{"step": "read", "part": 0}\n{"refused": "gone", "sentence": "Gone.", "hint": ""}\n');
  const { line, pieces } = await framesOf(streamOf(refused, 5), () => {});
  assert.deepEqual([line.sentence, pieces], ["Gone.", []]);
});

test("a stream that breaks off is no file", async () => {
  for (const cut of [10, WHOLE.length - 1]) {
    await assert.rejects(framesOf(streamOf(WHOLE.slice(0, cut), 7), () => {}));
  }
});

/* The panel, without a page: `press()` asks for a file, `answer` is what comes of it. */
function panelWith(answer) {
  const parts = {};
  const listeners = {};
  const timers = [];
  const element = {
    querySelector: (selector) => (parts[selector] = parts[selector] || { dataset: {}, textContent: "", addEventListener() {} }),
    addEventListener: (kind, act) => (listeners[kind] = act),
  };
  const button = { form: { reportValidity: () => true }, formAction: "/pdf", textContent: "PDF", closest: () => button, scrollIntoView() {}, focus() {} };
  globalThis.FormData = class { *[Symbol.iterator]() {} };
  globalThis.fetch = answer;
  const clock = { now: () => 0, after: (_, act) => timers.push(act) };
  const panel = takeHomeOn(element, clock);
  const part = (name) => parts[`[data-part="${name}"]`];
  const press = async () => {
    listeners.click({ target: button, preventDefault() {} });
    await new Promise((go) => setTimeout(go, 0));
  };
  return { ...panel, press, note: part("note"), now: part("now"), timePasses: () => timers.splice(0).forEach((act) => act()) };
}
const unreachable = () => Promise.reject(new TypeError("Failed to fetch"));
const cancelled = () => Promise.reject(Object.assign(new Error(), { name: "AbortError" }));

test("that the server was away is no news once it is back, and asking again is offered", async () => {
  const panel = panelWith(unreachable);
  await panel.press();
  panel.timePasses();
  assert.deepEqual([panel.note.textContent, panel.note.dataset.status, panel.now.dataset.rests], [words.failed, "refused", "false"]);
  panel.lineIs("offline");
  assert.equal(panel.note.textContent, words.failed);
  panel.lineIs("connected");
  assert.deepEqual([panel.note.textContent, panel.note.dataset.status], [words.back, "ok"]);
});

test("the line says nothing of a file that came to another end", async () => {
  const panel = panelWith(cancelled);
  await panel.press();
  panel.lineIs("connected");
  assert.equal(panel.note.textContent, words.cancelled);
});

test("what went well rests after a moment, until there is news", async () => {
  const panel = panelWith(cancelled);
  await panel.press();
  assert.equal(panel.now.dataset.rests, "false");
  panel.timePasses();
  assert.equal(panel.now.dataset.rests, "true");
  await panel.press();
  assert.equal(panel.now.dataset.rests, "false");
});

test("a session that goes on leaves behind what is said of a file, unless that is still being made", async () => {
  for (const [answer, left] of [[cancelled, ""], [unreachable, ""], [() => new Promise(() => {}), words.oneByOne]]) {
    const panel = panelWith(answer);
    await panel.press();
    if (left) await panel.press();
    panel.movedOn();
    assert.equal(panel.note.textContent, left);
  }
});
