/* What people take with them, as the last thing on the projector: a question, then their sentences.
   When there are too many, the newest stay.

   const takeaways = takeawaysOn(element);
   takeaways.paint(view)     null, or a view without takeaways, takes everything of them from the page */

import { make } from "./projector_dom.js";
import { fitInto, whenSpaceChanges } from "./projector_fit.js";
import { reasonCard } from "./spotlight_side.js";
import { words } from "./talk_screen_words.js";
import { setText } from "./text.js";
import { dropOne } from "./wrap_up.js";

const LEAST = 0.67; // of type that begins half as large again

export function takeawaysOn(element) {
  const heading = make("h2", "takeaways-question");
  const hint = make("p", "takeaways-hint");
  const column = make("div", "takeaways-words");
  column.dataset.column = "reasons";
  element.replaceChildren(heading, hint, column);
  let said = [];
  let painted = "";

  function paint(view) {
    const shown = view && view.wrap_up ? view : null;
    const closed = Boolean(shown) && shown.stage === "closed";
    const now = JSON.stringify([shown && shown.wrap_up.takeaways, closed]);
    if (now === painted) return;
    painted = now;
    said = shown ? shown.wrap_up.takeaways : [];
    setText(heading, closed ? words.thanks : shown ? words.takeWithYou : "");
    hint.hidden = closed;
    setText(hint, shown && !closed ? words.onYourPhone : "");
    lay();
  }

  function lay() {
    delete column.dataset.dropped;
    column.replaceChildren(...(said.length ? [make("ol", "takeaways-list", ...said.map((one) => make("li", "", reasonCard(one))))] : []));
    element.dataset.many = String(said.length > 3);
    fitInto(element, { parts: [column], drop: () => dropOne(column), least: LEAST });
  }

  whenSpaceChanges(element, lay);
  return { paint };
}
