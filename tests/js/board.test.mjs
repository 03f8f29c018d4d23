/* The board's pure parts: its layout, its words, and what a square shows.
   Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fittingSize, layoutFor } from "../../static/js/lib/board_layout.js";
import { blueOf, roundClosed, stateOf } from "../../static/js/lib/board_state.js";
import { sceneOf, sentenceOf } from "../../static/js/lib/projector_scene.js";
import { words } from "../../static/js/lib/screen_words.js";

const BOARDS = { "1920 × 1080": [1832, 886], "1280 × 720": [1221, 591], "1024 × 768": [976, 636] };

for (const [screen, [width, height]] of Object.entries(BOARDS)) {
  test(`24 squares are 6 by 4 and 30 are 6 by 5 on ${screen}`, () => {
    const shape = ({ columns, rows }) => [columns, rows];
    assert.deepEqual(shape(layoutFor(24, width, height)), [6, 4]);
    assert.deepEqual(shape(layoutFor(30, width, height)), [6, 5]);
  });
}

test("1 to 60 squares always have a place each, and no empty row", () => {
  for (const [width, height] of [...Object.values(BOARDS), [500, 900], [2000, 200], [968, 612]]) {
    for (let count = 1; count <= 60; count += 1) {
      const { columns, rows, size } = layoutFor(count, width, height);
      assert.ok(columns * rows >= count && columns * (rows - 1) < count, `${count} in ${columns} × ${rows}`);
      assert.ok(size >= 10 && size <= 64);
    }
  }
});

test("type begins at 28 pixels or more for 24 and for 30 squares at 1080p, also with the taller header of an open round", () => {
  for (const height of [886, 836]) {
    assert.ok(layoutFor(24, 1832, height).size >= 28);
    assert.ok(layoutFor(30, 1832, height).size >= 28);
  }
});

test("a board without space or squares has a layout all the same", () => {
  assert.deepEqual(layoutFor(0, 800, 600), { columns: 1, rows: 1, size: 10 });
  assert.deepEqual(layoutFor(24, 0, 0), { columns: 1, rows: 1, size: 10 });
});

test("the fitting size is the first that fits from above, or the smallest", () => {
  assert.equal(fittingSize(30, () => true), 30);
  const found = fittingSize(30, (size) => size <= 20);
  assert.ok(found <= 20 && found > 19);
  const tried = [];
  assert.equal(fittingSize(30, (size) => tried.push(size) && false), 10);
  assert.equal(tried.at(-1), 10);
});

test("a square is in one of four states", () => {
  assert.equal(stateOf(null), "turnout");
  assert.equal(stateOf(undefined), "turnout");
  assert.equal(stateOf({ n: 2, withheld: true }), "withheld");
  assert.equal(stateOf({ n: 0, counts: [0, 0, 0] }), "empty");
  assert.equal(stateOf({ n: 3, counts: [1, 2, 0] }), "votes");
});

test("the blue deepens with agreement, in two halves", () => {
  assert.deepEqual(blueOf(null), { deep: false, depth: 0 });
  assert.deepEqual(blueOf(0), { deep: false, depth: 0 });
  assert.deepEqual(blueOf(49), { deep: false, depth: 98 });
  assert.deepEqual(blueOf(50), { deep: true, depth: 0 });
  assert.deepEqual(blueOf(100), { deep: true, depth: 100 });
});

test("after the round has closed, no dots are no promise of some", () => {
  assert.deepEqual(["lobby", "voting", "showing"].map((stage) => roundClosed({ stage })), [false, false, false]);
  assert.deepEqual(["hidden", "revealed", "closed"].map((stage) => roundClosed({ stage })), [true, true, true]);
  assert.equal(words.noDots(true), "no dots");
  assert.equal(words.turnout(0, 26, true), "no dots");
  assert.equal(words.turnout(0, 26, false), "no dots yet");
});

test("the words of a square", () => {
  assert.equal(words.room.spread([]), "spread");
  assert.equal(words.room.leaning(["fine"]), "leaning fine");
  assert.equal(words.room.leaning(["fine", "not fine"]), "leaning fine and not fine");
  assert.equal(words.turnout(0, 0), "no dots yet");
  assert.equal(words.turnout(0, 26), "no dots yet");
  assert.equal(words.turnout(17, 26), "17 of 26");
  assert.equal(words.turnout(26, 26), "all 26");
  assert.equal(words.turnout(3, 2), "all 3");
  assert.equal(words.withheld(2, 3), "fewer than 3 dots");
  assert.equal(words.withheld(3, 3), "too few dots"); // two on phones, one on paper
});

test("how many have finished, as a sentence for none, one, some and all", () => {
  assert.equal(words.finished(0, 0), "nobody has joined yet");
  assert.equal(words.finished(0, 2), "0 of 2 have finished");
  assert.equal(words.finished(1, 2), "1 of 2 has finished");
  assert.equal(words.finished(1, 1), "the one who joined has finished");
  assert.equal(words.finished(26, 26), "all 26 have finished");
});

const view = (stage, more = {}) => ({
  stage,
  round: 1,
  results: null,
  turnout: { joined: 26, finished: 12, squares: {} },
  board: { layer: "votes", order: "grid" },
  ...more,
});

test("each stage has its scene; a closed session shows its board only if it was revealed", () => {
  assert.equal(sceneOf(view("lobby")), "lobby");
  assert.equal(sceneOf(view("voting")), "board");
  assert.equal(sceneOf(view("showing", { results: {} })), "board");
  assert.equal(sceneOf(view("hidden")), "covered");
  assert.equal(sceneOf(view("revealed", { results: {} })), "board");
  assert.equal(sceneOf(view("closed", { results: {} })), "board");
  assert.equal(sceneOf(view("closed")), "thanks");
});

test("the sentence tells the round, the turnout and an order other than the grid's", () => {
  assert.equal(sentenceOf(view("voting"), "not fine"), "Round 1 is open · 12 of 26 have finished");
  assert.equal(sentenceOf(view("lobby"), "not fine"), "");
  const sorted = (order) => view("revealed", { results: {}, board: { layer: "votes", order } });
  assert.equal(sentenceOf(sorted("grid"), "not fine"), "Round 1, revealed · 12 of 26 had finished");
  assert.match(sentenceOf(sorted("last"), "not fine"), /most not fine first$/);
  assert.match(sentenceOf(sorted("disagreement"), "not fine"), /most disagreement first$/);
  assert.equal(sentenceOf(view("closed", { results: {} }), "not fine"), "Thank you. This session is over.");
});

test("an order that is not shown is not told: it could say what is covered", () => {
  assert.doesNotMatch(sentenceOf(view("voting", { board: { layer: "votes", order: "disagreement" } }), "x"), /first/);
});
