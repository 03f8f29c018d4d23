/* What somebody types: kept per square until the server has it, sent again while the line is down, and given back when it is refused.

   const box = sayBox(form, { event, send, isOver, pause, changed });     send, isOver and pause as again.js asks for them
   box.openFor(key, fields)     the field now holds what was begun under this key; `fields` go with the words when they are sent
   box.unsent(key) → whether words wait there that nobody has sent
   box.again()      what was sent is sent again, as it was: another life of the store may lack it */

import { randomId, untilAnswered } from "./again.js";
import { words } from "./phone_talk_words.js";
import { words as phone } from "./phone_words.js";
import { setText, whole } from "./text.js";

export function sayBox(form, { event, send, isOver, pause, changed = () => {} }) {
  const area = form.querySelector("textarea");
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const drafts = new Map(); // key → {text, fields, status, says, wanted}
  const sent = []; // [draft, message] that the server has stored
  let key = null;

  area.addEventListener("input", () => {
    change(drafts.get(key), { text: area.value, status: "", says: "" });
  });
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const draft = drafts.get(key);
    if (!draft || draft.wanted) return undefined;
    if (draft.text.trim()) return sendOff(draft);
    change(draft, { status: "refused", says: words.empty });
    return area.focus();
  });

  async function sendOff(draft) {
    const wanted = { command_id: randomId(), ...draft.fields, words: whole(draft.text) };
    change(draft, { wanted, status: "sending", says: words.sending });
    const trying = async (name, payload) => {
      const ack = await send(name, payload);
      if (ack.refused === "offline") change(draft, { status: "waiting", says: words.waiting });
      return ack;
    };
    const ack = await untilAnswered(trying, event, wanted, () => !isOver(), pause);
    if (!ack) return;
    if (ack.ok) {
      sent.push([draft, wanted]);
      change(draft, { wanted: null, text: "", status: "sent", says: "" });
    } else change(draft, { wanted: null, status: "refused", says: phone.refused(ack.sentence, ack.hint) });
  }

  function again() {
    sent.splice(0).forEach(async ([draft, message]) => {
      const ack = await untilAnswered(send, event, message, () => !isOver(), pause);
      if (ack && ack.ok) sent.push([draft, message]);
      else if (ack) change(draft, { text: draft.text || message.words, status: "refused", says: phone.refused(ack.sentence, ack.hint) });
    });
  }

  function change(draft, news) {
    Object.assign(draft, news);
    if (draft === drafts.get(key)) paint();
    changed();
  }

  function openFor(next, fields) {
    if (next === key) return;
    if (!drafts.has(next)) drafts.set(next, { text: "", fields, status: "", says: "", wanted: null });
    key = next;
    paint();
  }

  function paint() {
    const { text, status, says, wanted } = drafts.get(key);
    if (area.value !== text) area.value = text;
    area.readOnly = Boolean(wanted);
    part("send").setAttribute("aria-disabled", String(Boolean(wanted)));
    setText(part("count"), words.typed(text.length, area.maxLength));
    part("sent").hidden = status !== "sent";
    setText(part("says"), says);
    part("told").dataset.status = status;
  }

  function unsent(of) {
    const draft = drafts.get(of);
    return Boolean(draft && draft.text.trim());
  }

  return { openFor, unsent, again };
}
