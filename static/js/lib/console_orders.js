/* Settings and the board: each order is sent until it is answered, and what the server says stands next to its control.
   A newer order of the same kind takes the older one's place. No DOM but the note. */

import { untilAnswered } from "./again.js";
import { randomId } from "./ids.js";
import { tell } from "./console_dom.js";
import { words } from "./console_words.js";

const SAY_WAITING_AFTER = 1500; // milliseconds

export function createOrders({ send, isOver, pause }) {
  const newest = new Map(); // kind → its latest order

  /* The answer, or null when a newer order took its place. `note` is the element that tells; orders of one `kind` take each
     other's place: those of one event, if nothing else is said. */
  return async function order(event, fields, note, said = "", kind = event) {
    const sent = { command_id: randomId(), ...fields };
    newest.set(kind, sent);
    tell(note, "");
    const isWanted = () => newest.get(kind) === sent && !isOver();
    const timer = setTimeout(() => tell(note, words.waiting), SAY_WAITING_AFTER);
    const ack = await untilAnswered(send, event, sent, isWanted, pause);
    clearTimeout(timer);
    if (!ack) return null;
    newest.delete(kind);
    tell(note, ack.ok ? said : words.refused(ack.sentence, ack.hint), !ack.ok);
    return ack;
  };
}
