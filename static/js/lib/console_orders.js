/* Settings and the board: each order is sent until it is answered, and what the server says stands next to its control.
   A newer order of the same kind takes the older one's place, and one that was meant for a stage that is over is not sent again: what
   showed nothing then might show something now. No DOM but the note. */

import { randomId, untilAnswered } from "./again.js";
import { tell } from "./console_dom.js";
import { words } from "./console_words.js";

const SAY_WAITING_AFTER = 1500; // milliseconds
const STAGED = ["change_settings", "set_countdown", "bring_up"]; // what these do depends on the stage they come in
const TOO_LATE = { refused: "moved_on", ...words.tooLate };

export function createOrders({ send, isOver, pause, isAway = () => false, stage = () => "" }) {
  const newest = new Map(); // kind → its latest order

  /* As `send`, unless the stage in which this was ordered is over. */
  function whileItStands(event) {
    const from = stage();
    return async (_, payload) => (from === stage() || !STAGED.includes(event) ? send(event, payload) : TOO_LATE);
  }

  /* The answer, or null when a newer order took its place. `note` is the element that tells; orders of one `kind` take each
     other's place: those of one event, if nothing else is said. */
  return async function order(event, fields, note, said = "", kind = event) {
    const sent = { command_id: randomId(), ...fields };
    newest.set(kind, sent);
    tell(note, "");
    const isWanted = () => newest.get(kind) === sent && !isOver();
    const sayWaiting = () => tell(note, isAway() ? words.waitingForLine : words.waiting);
    if (isAway()) sayWaiting();
    const timer = setTimeout(sayWaiting, SAY_WAITING_AFTER);
    const ack = await untilAnswered(whileItStands(event), event, sent, isWanted, pause);
    clearTimeout(timer);
    if (!ack) return null;
    newest.delete(kind);
    tell(note, ack.ok ? said : words.refused(ack.sentence, ack.hint), !ack.ok);
    return ack;
  };
}
