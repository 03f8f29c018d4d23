/* The facilitator's private notes, one a square: saved as they are typed, sent until they are answered, and never overwritten while
   somebody types. Where two consoles write on one square at once, both texts stand in it afterwards. createNotes has no DOM. */

import { randomId, untilAnswered } from "./again.js";
import { browserClock } from "./clock.js";
import { $, setText } from "./console_dom.js";
import { words } from "./console_talk_words.js";
import { whole } from "./text.js";

export const SAVE_AFTER = 600; // milliseconds without a key

/* `changed(square)` when there is something new to show of it.
   `on(square)` → { text, status: "" | "saving" | "waiting" | "saved" | "refused", why }. */
export function createNotes({ send, pause, changed, isOver = () => false, clock = browserClock, newId = randomId }) {
  const notes = new Map(); // square → { text, status, why, turn, unsaved, seq, known, base, sent }
  let life; // of the store, that every seq here is of

  /* `known`: what the server has, as far as is known here, and `base`: since when; `sent`: what went out from here and may be there. */
  function note(square) {
    if (!notes.has(square)) notes.set(square, { text: "", status: "", why: "", turn: 0, unsaved: false, seq: 0, known: "", base: 0, sent: [] });
    return notes.get(square);
  }

  function typed(square, text) {
    const one = note(square);
    Object.assign(one, { text, unsaved: true, status: "saving", turn: one.turn + 1 });
    const { turn } = one;
    clock.after(SAVE_AFTER, () => one.turn === turn && save(square, one, turn));
    changed(square);
  }

  async function save(square, one, turn) {
    const payload = { command_id: newId(), square, words: whole(one.text), before: one.base };
    one.sent.push(payload.words);
    const wanted = () => one.turn === turn && !isOver();
    const ack = await untilAnswered(tell(square, one, wanted), "write_note", payload, wanted, pause);
    if (!ack) return; // something newer was typed
    if (ack.refused === "note_changed") return; // it waits for what the other console has written
    one.unsaved = false;
    one.seq = ack.seq || one.seq;
    Object.assign(one, ack.ok ? { status: "saved", why: "" } : { status: "refused", why: words.refused(ack.sentence, ack.hint) });
    changed(square);
  }

  /* As `send`, and says meanwhile that it has not gone through. */
  function tell(square, one, wanted) {
    return async (event, payload) => {
      const ack = await send(event, payload);
      if (ack.ok) Object.assign(one, { known: payload.words, base: Math.max(one.base, ack.seq || 0), sent: [] });
      if (wanted() && !ack.ok) {
        one.status = "waiting";
        changed(square);
      }
      return ack;
    };
  }

  /* The server's word on all notes. What is typed here and not saved yet stays, and so does what differs in blanks alone. */
  function arrived({ epoch, seq, notes: said }) {
    if (epoch !== life) relive(epoch, said);
    const squares = new Set([...notes.keys(), ...Object.keys(said).map(Number)]);
    squares.forEach((square) => {
      const one = note(square);
      const text = said[square] || "";
      if (seq < Math.max(one.seq, one.base)) return;
      if (one.unsaved || one.status === "refused") return besides(square, one, seq, text);
      Object.assign(one, { known: text, base: seq });
      if (alike(text, one.text)) return;
      Object.assign(one, { text, status: "" });
      changed(square);
    });
  }

  /* Another life of the store may lack the end of the one before: what was saved from here, and is not there, is written once more. */
  function relive(epoch, said) {
    life = epoch;
    notes.forEach((one, square) => {
      const text = said[square] || "";
      Object.assign(one, { seq: 0, base: 0 });
      if (one.status !== "saved" || alike(text, one.text)) return;
      one.known = text;
      typed(square, one.text);
    });
  }

  /* The server's word on a note that is being written here. */
  function besides(square, one, seq, text) {
    const news = !alike(text, one.known);
    const theirs = news && !one.sent.some((sent) => alike(text, sent));
    Object.assign(one, { known: text, base: seq });
    if (theirs) typed(square, together(text, one.text));
    else if (news && !alike(text, one.text)) typed(square, one.text); // an older one from here got there, and its answer did not
  }

  return { typed, arrived, on: (square) => note(square) };
}

/* No word of either is lost. */
function together(theirs, own) {
  if (theirs.includes(own.trim())) return theirs;
  return own.includes(theirs.trim()) ? own : `${theirs}\n${own}`;
}

function alike(one, other) {
  const plain = (text) => text.normalize("NFC").trim().replace(/\s+/g, " ");
  return plain(one) === plain(other);
}

/* The one field, for the square in the spotlight. */
export function notesOn({ send, pause, isOver }) {
  const field = $("note");
  const notes = createNotes({ send, pause, isOver, changed: (changed) => changed === square && show() });
  let square = null;

  field.addEventListener("input", () => square !== null && notes.typed(square, field.value));

  function show() {
    const { text, status, why } = notes.on(square);
    if (field.value !== text) field.value = text;
    $("note-status").dataset.status = status === "refused" ? "refused" : "ok";
    setText($("note-status"), status === "refused" ? why : words.note[status] || "");
  }

  function paint({ spotlight }) {
    square = spotlight ? spotlight.square : null;
    if (square !== null) show();
  }

  return { paint, arrived: notes.arrived };
}
