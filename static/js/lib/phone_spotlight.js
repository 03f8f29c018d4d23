/* The square that the room talks about, on a phone: its text, the own dot and the room's, which principle decided, and why.

   const spotlight = spotlightOn(grid, { send, isOver, pause }, textOf);
   spotlight.paint(view.spotlight, paintOutcome)    paintOutcome(outcome) paints what became of that square
   spotlight.again()                                what was sent is sent again, as phone_said.js has it */

import { principlesOn } from "./phone_principles.js";
import { sayBox } from "./phone_said.js";
import { outcomeOn } from "./phone_square.js";
import { words } from "./phone_talk_words.js";
import { setText } from "./text.js";

const $ = (id) => document.getElementById(id);

export function spotlightOn(grid, wire, textOf) {
  const outcome = outcomeOn($("spot-outcome"), grid.choices);
  const principles = $("principles") && principlesOn($("principles"), grid, wire);
  const reason = sayBox($("say-reason"), { event: "send_reason", changed: paintKept, ...wire });
  let square = null; // in the spotlight now
  let left = null; // the last one whose words were not sent

  function paint(spotlight, paintOutcome) {
    const next = spotlight ? spotlight.square : null;
    if (next !== square) moveTo(next);
    if (!spotlight) return outcome.empty(); // hidden is not enough: what was taken back leaves the page
    setText($("place"), words.place(next, spotlight.place));
    paintOutcome(outcome);
    if (principles) principles.paint(next, spotlight.cited);
    $("say-reason").hidden = spotlight.few; // with so few, words would have an author
    $("too-few").hidden = !spotlight.few;
    return undefined;
  }

  function moveTo(next) {
    if (square !== null && reason.unsent(square)) left = square;
    square = next;
    if ($("spotlight").contains(document.activeElement)) document.activeElement.blur(); // nobody types on into another square's field
    if (next !== null) {
      setText($("spot-text"), textOf(next));
      reason.openFor(next, { square: next });
    } else if (principles) principles.paint(null, null);
    paintKept();
  }

  function paintKept() {
    const is = left !== null && left !== square && reason.unsent(left);
    $("kept").hidden = !is || wire.isOver();
    if (is) setText($("kept"), words.kept(textOf(left)));
  }

  return {
    paint,
    merge: (mine) => principles && principles.merge(mine),
    again() {
      if (principles) principles.again();
      reason.again();
    },
  };
}
