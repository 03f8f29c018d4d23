/* The pure parts of the projector's talk: its scenes and sentences, where dots stand, the countdown, what fits.
   Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lookedAgain, roundClosed } from "../../static/js/lib/board_state.js";
import { clockOf, leftOf } from "../../static/js/lib/countdown.js";
import { dotLayout, dotPlaces } from "../../static/js/lib/dot_picture.js";
import { fitting } from "../../static/js/lib/projector_fit.js";
import { sceneOf, sentenceOf } from "../../static/js/lib/projector_scene.js";
import { roomOf } from "../../static/js/lib/spotlight_room.js";
import { inWords, shiftSentence } from "../../static/js/lib/spotlight_shift.js";
import { principlesOf } from "../../static/js/lib/spotlight_side.js";
import { words } from "../../static/js/lib/talk_screen_words.js";

const NAMES = ["fine", "unsure", "wrong"];
const CHOICES = NAMES.map((name) => ({ key: name, name, label: name, shape: "circle", mark: "none" }));
const ENDING = { agree: [], differ: [], again: [], reasons: [], takeaways: [] };
const view = (stage, more = {}) => ({
  stage,
  round: 1,
  squares: [1, 2, 3],
  results: null,
  wrap_up: null,
  spotlight: null,
  turnout: { joined: 26, finished: 12, squares: {} },
  board: { layer: "votes", order: "grid", which: "round" },
  ...more,
});

test("the talk has its scenes, and a session that is over shows what it ended with", () => {
  assert.equal(sceneOf(view("unveiling", { results: {} })), "board");
  assert.equal(sceneOf(view("revealed", { results: {}, spotlight: { square: 1 } })), "spotlight");
  assert.equal(sceneOf(view("wrap_up", { results: {}, wrap_up: ENDING })), "wrap_up");
  assert.equal(sceneOf(view("takeaways", { results: {}, wrap_up: ENDING })), "takeaways");
  assert.equal(sceneOf(view("closed", { results: {}, wrap_up: ENDING })), "wrap_up");
  assert.equal(sceneOf(view("closed", { results: {}, wrap_up: { ...ENDING, takeaways: ["Ask."] } })), "takeaways");
  assert.equal(sceneOf(view("hidden")), "covered");
});

test("the sentence above says how far the reveal is, where the talk is, and that it is a second look", () => {
  assert.equal(sentenceOf(view("unveiling", { results: { 1: { n: 1 } } }), "wrong"), "Revealed 1 of 3 · 12 of 26 had finished");
  assert.equal(sentenceOf(view("unveiling"), "wrong"), "Revealed 0 of 3 · 12 of 26 had finished");
  assert.equal(sentenceOf(view("voting", { round: 2 }), "wrong"), "Second look: round 2 is open · 12 of 26 have finished");
  const at = (place) => sentenceOf(view("revealed", { results: {}, spotlight: { square: 20, place } }), "wrong");
  assert.equal(at([3, 5]), "square 20 · 3 of 5 on our agenda");
  assert.equal(at(null), "square 20");
  assert.equal(sentenceOf(view("closed", { results: {}, wrap_up: ENDING }), "wrong"), "Thank you. This session is over.");
  const sorted = view("revealed", { results: {}, board: { order: "agreement" } });
  assert.match(sentenceOf(sorted, "wrong"), /most agreement first$/);
});

test("no more dots can come from the unveiling on", () => {
  const stages = ["unveiling", "revealed", "wrap_up", "takeaways", "closed"];
  assert.ok(stages.every((stage) => roundClosed({ stage })));
});

test("only a square whose dots may be seen both times has a before", () => {
  const seen = { n: 3, counts: [1, 1, 1] };
  assert.equal(lookedAgain({ ...seen, before: seen }), true);
  assert.equal(lookedAgain({ ...seen, before: { n: 2, withheld: true } }), false);
  assert.equal(lookedAgain(seen), false);
  assert.equal(lookedAgain(null), false);
});

test("every dot has a place of its own inside its stack, however many there are", () => {
  for (const counts of [[1, 0, 0], [10, 3, 11], [282, 12, 6], [500, 0, 0]]) {
    const { across, pitch } = dotLayout(counts, 360, 240, 28);
    assert.ok(pitch > 10 && pitch <= 129, `${counts}: ${pitch}`);
    counts.forEach((count) => {
      const places = dotPlaces(count, across);
      assert.equal(new Set(places.map(String)).size, count);
      assert.ok(Math.min(count, across) * pitch <= 360.5 && Math.ceil(count / across) * pitch <= 240.5);
    });
  }
});

test("stacks are filled from below, and broad where that costs nothing", () => {
  assert.deepEqual(dotPlaces(3, 2), [[0, 30], [30, 30], [0, 0]]);
  assert.deepEqual(dotLayout([10, 3, 11], 400, 400, 20), { across: 6, pitch: 62 });
  assert.deepEqual(dotLayout([10, 3, 0], 400, 400, 20), { across: 6, pitch: 62 });
});

test("few dots are larger, and in high stacks where that costs nothing", () => {
  assert.deepEqual(dotLayout([2, 1, 3], 400, 400, 20), { across: 1, pitch: 92 });
  assert.deepEqual(dotLayout([12, 0, 0], 400, 400, 20), { across: 3, pitch: 92 });
  assert.deepEqual(dotLayout([2, 1, 3], 400, 180, 20), { across: 3, pitch: 92 });
  assert.deepEqual(dotLayout([0, 0, 0], 400, 400, 20), { across: 1, pitch: 92 });
});

test("the countdown counts begun seconds, stands while it is paused, and ends at nought", () => {
  assert.deepEqual([160, 159.2, 60, 9.1, 0, -3].map(clockOf), ["2:40", "2:40", "1:00", "0:10", "0:00", "0:00"]);
  assert.equal(leftOf({ remains: 10, running: true, since: 1000 }, 3500), 7.5);
  assert.equal(leftOf({ remains: 10, running: false, since: 1000 }, 3500), 10);
  assert.equal(leftOf({ remains: 1, running: true, since: 1000 }, 9000), 0);
});

test("type shrinks to the least that can be read, then things go one by one, and only then it shrinks on", () => {
  assert.equal(fitting(() => true), 1);
  let things = 3;
  const fits = (fit) => fit * things <= 1.9;
  assert.ok(fitting(fits, () => things-- > 2) >= 0.9);
  assert.equal(things, 2);
  assert.ok(fitting((fit) => fit < 0.6) < 0.6);
  assert.equal(fitting(() => false), 0.3);
});

const said = (counts, word, leading = []) => {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const { kind, names } = roomOf({ n, counts, word, leading }, NAMES);
  return words.agreement(13, { kind, names });
};

test("the room is told in plain words", () => {
  assert.equal(said([24, 0, 0], "agreed", [0]), "Agreement 13%: everybody fine.");
  assert.equal(said([0, 1, 23], "agreed", [2]), "Agreement 13%: nearly everybody wrong.");
  assert.equal(said([18, 6, 0], "agreed", [0]), "Agreement 13%: most of the room fine.");
  assert.equal(said([14, 10, 0], "leaning", [0]), "Agreement 13%: more than half fine.");
  assert.equal(said([11, 10, 3], "leaning", [0]), "Agreement 13%: more dots on fine than on any other.");
  assert.equal(said([12, 12, 0], "leaning", [0, 1]), "Agreement 13%: half fine, half unsure.");
  assert.equal(said([10, 10, 2], "leaning", [0, 1]), "Agreement 13%: as many fine as unsure.");
  assert.equal(said([12, 0, 12], "split"), "Agreement 13%: half fine, half wrong.");
  assert.equal(said([10, 3, 11], "split"), "Agreement 13%: nearly half fine, half wrong.");
  assert.equal(said([6, 2, 16], "split"), "Agreement 13%: two sides, fine and wrong.");
  assert.equal(said([8, 8, 8], "spread"), "Agreement 13%: dots everywhere from fine to wrong.");
});

test("what one dot could change, and how far people are apart", () => {
  assert.equal(words.reach([8, 18]), "One dot either way would make it 8% to 18%.");
  assert.equal(words.reach([14, 14]), "One dot either way would not change it.");
  const apart = (steps, choices = CHOICES) => words.apart(steps, choices);
  assert.equal(apart(0.98), "On average, two random dots are about one step apart (fine to wrong: 2 steps).");
  assert.equal(apart(0.52, CHOICES.slice(1)), "On average, two random dots are about half a step apart (unsure to wrong: 1 step).");
  assert.match(apart(0.12), /are less than a quarter of a step apart/);
  assert.match(apart(0.13), /are about a quarter of a step apart/);
  assert.match(apart(0.7), /are about three quarters of a step apart/);
  assert.match(apart(1.5), /are about 1\.5 steps apart/); // of five choices
  assert.equal(apart(0), "");
  assert.equal(apart(null), "");
  assert.equal(words.headline({ word: "leaning", leading: [0] }, CHOICES), "Leaning fine.");
});

const PRINCIPLES = [2, 6, 9].map((number) => ({ number, text: `p${number}` }));
const GRID = { choices: CHOICES, squares: [{ id: 1, principles: [6, 2] }], principles: PRINCIPLES };
const shift = (more) => ({ both: 22, stayed: 15, toward_first: 4, toward_last: 3, left: 0, new: 0, ...more });
const again = (more) => ({ n: 22, before: { n: 24 }, shift: shift(more) });

test("how people moved is told as totals, and never as better or worse", () => {
  const moved = "Of 22 who voted twice, 15 stayed, 4 moved towards fine, 3 towards wrong.";
  assert.equal(shiftSentence(again(), GRID), moved);
  assert.equal(shiftSentence(again({ left: 3, new: 4 }), GRID), `${moved} 3 did not vote again. 4 are new.`);
  assert.equal(shiftSentence(again({ stayed: 22 }), GRID), "All 22 who voted twice stayed.");
  assert.equal(shiftSentence({ n: 22, before: { n: 24 }, shift: null }, GRID), "Who moved is not shown: too few.");
  assert.equal(shiftSentence({ n: 22 }, GRID), "");
  assert.equal(inWords({ word: "split", leading: [], agreement: 13 }, GRID), "split, 13%");
});

test("a square's own principles come first, then those that people cited besides", () => {
  const cited = { n: 12, ranking: [[9, 7], [6, 3]] };
  const told = principlesOf({ square: 1, cited }, GRID).map(({ number, bears, cited: by }) => [number, bears, by]);
  assert.deepEqual(told, [[6, true, "cited by 3 of 12"], [2, true, ""], [9, false, "cited by 7 of 12"]]);
  assert.deepEqual(principlesOf({ square: 1, cited: null }, { ...GRID, principles: undefined }), []);
});
