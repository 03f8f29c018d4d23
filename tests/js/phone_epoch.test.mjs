/* Views and answers of another life of the store, over a line that a test speaks for the server. Run: node --test tests/js/ */

import assert from "node:assert/strict";
import { test } from "node:test";

import { standIn } from "./no_browser.mjs";

const later = () => new Promise((go) => setTimeout(go, 0));
let line = null;

/* As much of a websocket as the client asks for; what it sent stands in `said`. */
class FakeSocket {
  constructor() {
    line = this;
    this.said = [];
    setTimeout(() => {
      this.onopen();
      this.hears('0{"sid":"x","upgrades":[],"pingInterval":60000,"pingTimeout":60000,"maxPayload":16384}');
    });
  }
  send(packet) {
    this.said.push(packet);
    if (packet.startsWith("40")) setTimeout(() => this.hears('40{"sid":"y"}'));
  }
  close() {}
  hears(packet) {
    this.onmessage({ data: packet });
  }
  emits(event, payload) {
    this.hears(`42${JSON.stringify([event, payload])}`);
  }
  /* Answer the message that was sent last. */
  answers(ack) {
    const [, id] = this.said.at(-1).match(/^42(\d+)/);
    this.hears(`43${id}${JSON.stringify([ack])}`);
  }
}

standIn(FakeSocket);

const { connect } = await import("../../static/js/lib/socket.js");

async function connected() {
  const views = [];
  const live = connect({ session: "4f2a901c" }, { onView: (view) => views.push(`${view.epoch} ${view.seq}`) });
  while (!line || !line.said.length) await later();
  await later();
  return { live, views };
}

test("within one life a lower seq is older; a view of another one is taken whatever its seq is", async () => {
  const { views } = await connected();
  for (const [epoch, seq] of [["one", 40], ["one", 41], ["one", 40], ["two", 12], ["two", 11], ["two", 12]]) line.emits("view", { epoch, seq });
  await later();
  assert.deepEqual(views, ["one 40", "one 41", "two 12", "two 12"]);
});

test("an answer to what was sent in a life that is over is none: it is asked for again", async () => {
  line = null;
  const { live } = await connected();
  const early = live.send("finish", {}); // no view has been there
  await later();
  line.emits("view", { epoch: "one", seq: 40 });
  line.answers({ ok: true, seq: 40 });
  assert.deepEqual(await early, { ok: true, seq: 40 });
  const sent = live.send("finish", {});
  await later();
  line.emits("view", { epoch: "two", seq: 12 });
  line.answers({ ok: true, seq: 41 });
  assert.equal((await sent).refused, "offline");
  const again = live.send("finish", {});
  await later();
  line.emits("view", { epoch: "two", seq: 13 });
  line.answers({ ok: true, seq: 13 });
  assert.deepEqual(await again, { ok: true, seq: 13 });
  setTimeout(() => process.exit(), 0); // the lines go on
});
