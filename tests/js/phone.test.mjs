/* What helps a phone: the language it speaks, a screen that stays on, another way where the line is blocked. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { wakeLock } from "../../static/js/lib/phone_screen.js";
import { LOOK_AFTER, watchForBlocking } from "../../static/js/lib/blocked.js";
import { number, percent, t, tn } from "../../static/js/lib/language.js";
import { both } from "../../static/js/lib/room_words.js";

const settled = () => new Promise((go) => setImmediate(go));

test("without words on the page English is spoken", () => {
  assert.equal(t("Saved"), "Saved");
  assert.equal(t("%(a)s of %(b)s", { a: 3, b: 1234 }), "3 of 1,234");
  assert.equal(tn("%(n)s dot", "%(n)s dots", 1), "1 dot");
  assert.equal(tn("%(n)s dot of %(all)s", "%(n)s dots of %(all)s", 0, { all: 2 }), "0 dots of 2");
  assert.equal(percent(65), "65%");
  assert.equal(number(1000), "1,000");
  assert.equal(both([]), "");
  assert.equal(both(["one", "two", "three"]), "one and two and three");
});

test("with words on the page its language is spoken, and its plural", async () => {
  const words = {
    language: "es",
    region: "es",
    plurals: { one: 0, many: 1, other: 1 },
    messages: { Saved: ["Guardado"], "%(n)s dot": ["%(n)s punto", "%(n)s puntos"], "%(one)s and %(other)s": ["%(one)s y %(other)s"] },
  };
  globalThis.document = { getElementById: (id) => (id === "words" ? { textContent: JSON.stringify(words) } : null) };
  try {
    const spanish = await import("../../static/js/lib/language.js?spanish");
    assert.equal(spanish.t("Saved"), "Guardado");
    assert.equal(spanish.t("not in the catalogue"), "not in the catalogue");
    assert.equal(spanish.tn("%(n)s dot", "%(n)s dots", 1), "1 punto");
    assert.equal(spanish.tn("%(n)s dot", "%(n)s dots", 12345), "12.345 puntos");
    assert.equal(spanish.tn("%(n)s dot", "%(n)s dots", 1000000), "1.000.000 puntos");
    assert.equal(spanish.percent(65), "65\u00a0%");
    assert.equal(spanish.t("%(one)s and %(other)s", { one: "verde", other: "rojo" }), "verde y rojo");
  } finally {
    delete globalThis.document;
  }
});

function blockedWith(answers) {
  const shown = [];
  const due = [];
  const clock = { after: (milliseconds, act) => due.push([milliseconds, act]) };
  const blocked = watchForBlocking((is) => shown.push(is), { clock, probe: async () => answers.shift() });
  const pass = async () => {
    const [milliseconds, act] = due.shift();
    assert.equal(milliseconds, LOOK_AFTER);
    act();
    await settled();
  };
  return { blocked, shown, due, pass };
}

test("another way is offered when pages get through and the line does not", async () => {
  const { blocked, shown, pass, due } = blockedWith([false, true]);
  blocked.lineIs("connecting");
  assert.equal(due.length, 0);
  blocked.lineIs("offline");
  await pass();
  assert.deepEqual(shown, [false]); // nothing gets through: that is no blocking, it is looked again
  await pass();
  assert.deepEqual(shown, [false, true]);
  blocked.lineIs("connected");
  assert.deepEqual(shown, [false, true, false]);
});

test("a line that came back, or broke anew, makes an older look void", async () => {
  const { blocked, shown, pass } = blockedWith([true]);
  blocked.lineIs("offline");
  blocked.lineIs("connected");
  await pass();
  assert.deepEqual(shown, [false]);
});

function withLocks(request) {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: request ? { wakeLock: { request } } : {}, configurable: true });
  afterEach(() => Object.defineProperty(globalThis, "navigator", before));
}

test("the screen is kept on while voting, and let go", async () => {
  const locks = [];
  withLocks(async () => {
    const lock = { released: false, release: () => (lock.released = true) };
    locks.push(lock);
    return lock;
  });
  const keepAwake = wakeLock();
  keepAwake(true);
  await settled();
  keepAwake(true);
  assert.equal(locks.length, 1);
  keepAwake(false);
  assert.equal(locks[0].released, true);
  keepAwake(true); // over before it was granted
  keepAwake(false);
  await settled();
  assert.equal(locks[1].released, true);
});

test("where there is no such lock, or it is refused, nothing happens", async () => {
  withLocks(null);
  wakeLock()(true);
  withLocks(async () => {
    throw new Error("NotAllowedError");
  });
  wakeLock()(true);
  await settled();
});
