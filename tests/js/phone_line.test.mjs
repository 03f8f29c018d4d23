/* The line of a phone to a server that stays away: the pauses between its tries, and what it asks for. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";

import { standIn } from "./no_browser.mjs";

const TRIES = 1100; // Socket.IO doubles its pause with each, and a number ends at 2 to the 1024
const LIMIT = 8000; // milliseconds, of one try
const SAYS_SO = 3000; // milliseconds, until the phone says that it is offline: no pause
const later = globalThis.setTimeout;
const pauses = [];
const addresses = new Set();
let waited = 0;

class NobodyThere {
  constructor(address) {
    addresses.add(new URL(address).search);
    pauses.push(waited);
    waited = 0;
    if (pauses.length <= TRIES) later(() => this.onerror(new Error("refused")));
  }
  close() {}
}

standIn(NobodyThere, { setTimeout: hurried });

/* Every pause is over at once. */
function hurried(act, milliseconds = 0) {
  if (milliseconds === LIMIT) return later(() => {});
  if (milliseconds !== SAYS_SO) waited = Math.max(waited, milliseconds);
  return later(act);
}

test("however long the server is away, a phone tries again after 1 to 3 seconds, and no two phones after the same ones", async () => {
  const { connect } = await import("../../static/js/lib/socket.js");
  connect({ session: "4f2a901c" }, { onView() {} });
  while (pauses.length < TRIES) await new Promise((go) => later(go, 20));
  const [, first, ...all] = pauses;
  assert.ok(first >= 250 && first <= 750, `${first}`);
  const long = all.slice(2);
  assert.deepEqual(long.filter((pause) => !(pause >= 1000 && pause <= 3000)), []);
  assert.ok(new Set(long.map(Math.round)).size > 500);
  assert.deepEqual([...addresses], ["?room=4f2a&EIO=4&transport=websocket"]); // by which workers keep a session's lines together
});
