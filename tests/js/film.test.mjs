/* The film's pure parts: its boards, its pace, its player, its keys, its words.
   Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { filmOf } from "../../static/js/lib/film.js";
import { wishOf } from "../../static/js/lib/film_keys.js";
import { playerOf } from "../../static/js/lib/film_player.js";
import { words } from "../../static/js/lib/film_words.js";
import { words as screen } from "../../static/js/lib/screen_words.js";

const FEW = { n: 0, withheld: true };
const votes = (...counts) => ({ n: counts.reduce((sum, one) => sum + one), counts });
const frame = (stage, round, changed = {}, dots = 0) => ({ stage, round, dots, joined: 9, changed });
const FRAMES = [
  frame("voting", 1, { 1: FEW, 2: FEW }),
  frame("voting", 1, { 1: votes(3, 0) }, 3),
  frame("revealed", 1, { 2: votes(0, 0) }, 3),
  frame("voting", 2, { 2: FEW }),
  frame("closed", 2, { 2: votes(1, 3) }, 4),
];
const film = (frames = FRAMES) => filmOf({ seq: 30, step: 3, squares: [1, 2], rounds: [[1, 2], [2]], frames });

test("a board has all that changed up to its frame, and nothing of a later one", () => {
  const { viewAt } = film();
  assert.deepEqual(viewAt(0, "votes").results, { 1: FEW, 2: FEW });
  assert.deepEqual(viewAt(2, "votes").results, { 1: votes(3, 0), 2: votes(0, 0) });
  assert.deepEqual(viewAt(0, "votes").results[1], FEW);
  assert.deepEqual(viewAt(4, "votes").results, { 1: votes(3, 0), 2: votes(1, 3) });
});

test("a view is the projector's: its round's squares, and all of them at the end", () => {
  const { viewAt } = film();
  assert.deepEqual([0, 3, 4].map((at) => viewAt(at, "votes").order), [[1, 2], [2], [1, 2]]);
  const { stage, round, minimum, turnout, board } = viewAt(1, "agreement");
  assert.deepEqual([stage, round, minimum, turnout.joined, board.layer, board.order], ["voting", 1, 3, 9, "agreement", "grid"]);
});

test("stages and rounds begin where they differ from the frame before, and stay twice as long", () => {
  const { begins, paceAt, last } = film();
  assert.deepEqual([0, 1, 2, 3, 4].map(begins), [true, false, true, true, true]);
  assert.equal(last, 4);
  assert.equal(paceAt(0), 2 * paceAt(1));
});

test("a short film has steps that can be read, a long one does not take for ever", () => {
  const pace = (length) => film(Array.from({ length }, () => frame("voting", 1))).paceAt(1);
  assert.equal(pace(10), 900);
  assert.equal(pace(200), 300);
  assert.equal(pace(600), 120);
});

/* A clock that goes on when it is told to. */
function clock() {
  let due = [];
  return {
    after: (milliseconds, act) => due.push({ milliseconds, act }),
    next() {
      const [first, ...rest] = due;
      due = rest;
      first.act();
      return first.milliseconds;
    },
    waiting: () => due.length,
  };
}

function played(last = 3) {
  const seen = [];
  const time = clock();
  const player = playerOf({ last, paceAt: () => 900, changed: () => seen.push(player.step), clock: time });
  return { player, seen, time };
}

test("it plays to the end, stops there, and starts anew", () => {
  const { player, seen, time } = played(2);
  player.toggle();
  time.next();
  time.next();
  assert.deepEqual(seen, [0, 1, 2]);
  assert.deepEqual([player.playing, time.waiting()], [false, 0]);
  player.toggle();
  assert.deepEqual([player.step, player.playing], [0, true]);
});

test("what was set to happen before a pause does not", () => {
  const { player, time } = played();
  player.toggle();
  player.toggle();
  time.next();
  assert.deepEqual([player.step, player.playing], [0, false]);
});

test("pausing and playing again leaves one step to come, not two", () => {
  const { player, time } = played();
  player.toggle();
  player.toggle();
  player.toggle();
  time.next(); // of the first run: nothing
  assert.equal(player.step, 0);
  time.next();
  assert.equal(player.step, 1);
});

test("speed changes the pace at once", () => {
  const { player, time } = played();
  player.toggle();
  player.setSpeed(4);
  assert.deepEqual([time.next(), player.step], [900, 0]);
  assert.deepEqual([time.next(), player.step], [225, 1]);
});

test("by hand it stops, and never leaves the film", () => {
  const { player } = played();
  player.toggle();
  player.by(-1);
  assert.deepEqual([player.step, player.playing], [0, false]);
  player.by(99);
  assert.equal(player.step, 3);
  player.go(Number("x"));
  assert.equal(player.step, 0);
});

test("one that is led shows where the other is, and sets no step of its own", () => {
  const { player, time } = played();
  player.follow({ step: 2, playing: true, speed: 2 });
  assert.deepEqual([player.step, player.playing, player.speed, time.waiting()], [2, true, 2, 0]);
  player.follow({ step: 99, playing: true, speed: 7 });
  assert.deepEqual([player.step, player.playing, player.speed], [3, false, 2]);
});

test("the keys of a film", () => {
  const keys = [" ", "ArrowRight", "PageDown", "ArrowLeft", "PageUp", "Home", "End", "x"];
  const wishes = ["toggle", "on", "on", "back", "back", "first", "last", null];
  assert.deepEqual(keys.map((key) => wishOf({ key })), wishes);
  assert.equal(wishOf({ key: "ArrowRight", altKey: true }), null);
  assert.equal(wishOf({ key: " ", repeat: true }), null);
  assert.equal(wishOf({ key: "ArrowRight", repeat: true }), "on");
  assert.equal(wishOf({ key: " ", target: { closest: () => ({}) } }), null); // on a button space presses it
  assert.equal(wishOf({ key: "PageDown", target: { closest: () => ({}) } }), "on");
});

test("its sentences", () => {
  assert.equal(words.sentence(frame("voting", 1, {}, 40)), "Round 1 is open · 40 dots");
  assert.equal(words.sentence(frame("revealed", 1, {}, 1)), "Round 1, revealed · 1 dot");
  assert.equal(words.sentence(frame("closed", 2, {}, 40)), "The end: each square as it was last");
  assert.equal(words.spoken(12, 48, frame("voting", 1, {}, 40)), "step 12 of 48, round 1, 40 dots: Round 1 is open");
  for (const stage of ["voting", "showing", "hidden", "unveiling", "revealed", "wrap_up", "takeaways", "closed"]) {
    assert.match(words.stage(stage, 2), /^[A-Z]/);
  }
});

test("of a square that is not shown yet it says only that, and how few dots only where that is known", () => {
  assert.deepEqual([null, 0, 3].map((n) => screen.withheld(n, 3)), ["not shown yet", "fewer than 3 dots", "too few dots"]);
});
