/* How often the console tells its turnout to a screen reader. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";
import { QUIET, throttled } from "../../static/js/lib/console_aloud.js";

/* A clock that stands still until it is told to pass. */
class FakeClock {
  constructor() {
    this.time = 5000;
    this.timers = [];
    this.now = () => this.time;
  }
  after(milliseconds, act) {
    this.timers.push({ at: this.time + milliseconds, act });
  }
  pass(milliseconds) {
    const until = this.time + milliseconds;
    for (;;) {
      const [next] = this.timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.time = next.at;
      next.act();
    }
    this.time = until;
  }
}

/* What is said, and when: [[milliseconds since the first, text]]. */
function listening() {
  const clock = new FakeClock();
  const said = [];
  const tell = throttled((text) => said.push([clock.time - 5000, text]), clock);
  return { clock, said, tell };
}

test("turnout is said at most every 20 seconds", () => assert.ok(QUIET >= 20000));

test("the first turnout is said at once", () => {
  const { said, tell } = listening();
  tell("1 of 20 has finished.");
  assert.deepEqual(said, [[0, "1 of 20 has finished."]]);
});

test("a busy class is told at most once in that time, and always with the newest", () => {
  const { clock, said, tell } = listening();
  for (let finished = 1; finished <= 90; finished += 1) {
    tell(`${finished}`);
    clock.pass(1000);
  }
  clock.pass(QUIET);
  assert.deepEqual(said, [[0, "1"], [QUIET, "20"], [2 * QUIET, "40"], [3 * QUIET, "60"], [4 * QUIET, "80"], [5 * QUIET, "90"]]);
});

test("after a quiet while, news is said at once again", () => {
  const { clock, said, tell } = listening();
  tell("1");
  clock.pass(QUIET + 5000);
  tell("2");
  assert.deepEqual(said, [[0, "1"], [QUIET + 5000, "2"]]);
});

test("what was said is not said again, also when it has only come back to that", () => {
  const { clock, said, tell } = listening();
  tell("1");
  tell("1");
  clock.pass(1000);
  tell("2");
  tell("1");
  clock.pass(3 * QUIET);
  tell("1");
  assert.deepEqual(said, [[0, "1"]]);
});
