/* Sentences that depend on a number or a state: on the phone, and on the form that opens a session. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { words as home } from "../../static/js/lib/home_words.js";
import { words as phone } from "../../static/js/lib/phone_words.js";

test("one square has an answer, more have", () => {
  assert.equal(phone.doneWith(0, 24), "0 of 24 squares have your answer.");
  assert.equal(phone.doneWith(1, 24), "1 of 24 squares has your answer.");
  assert.equal(phone.doneWith(2, 24), "2 of 24 squares have your answer.");
  assert.equal(phone.doneWith(24, 24), "All 24 squares have your answer.");
  assert.equal(phone.doneWith(1, 1), "The square has your answer.");
});

test("whoever still votes is told that the room's dots can be seen", () => {
  assert.match(phone.then(true), /press I’m done to see them/);
  assert.match(phone.then(false), /until the round closes/);
});

test("no dots yet, until the round has closed", () => {
  assert.equal(phone.noDots(false), "No dots yet");
  assert.equal(phone.noDots(true), "No dots");
});

test("a folded setting says how many squares are picked, and no minimum that cannot be", () => {
  assert.equal(home.picked(0), "no squares picked by hand");
  assert.equal(home.picked(1), "1 square picked by hand");
  assert.equal(home.picked(12), "12 squares picked by hand");
  assert.equal(home.protectedFrom(3), "protected: shown from 3 dots on");
  assert.equal(home.protectedFrom(null), "protected");
});
