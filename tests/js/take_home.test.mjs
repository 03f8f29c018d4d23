/* What the server sends while it makes a file, however the network cuts it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { framesOf } from "../../static/js/lib/take_home_frames.js";

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
