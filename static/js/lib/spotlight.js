/* The square in the spotlight on the projector: its text in the largest type, the room as dots, what that comes to in plain words, and
   prompts to the side.

   const spotlight = spotlightOn(element, grid);     `element`: <main class="spotlight"> with the text that the server rendered
   spotlight.paint(view)                             null, or a view without a spotlight, takes everything of it from the page */

import { dotPictureOn } from "./dot_picture.js";
import { inLanguage, make } from "./projector_dom.js";
import { fitInto, whenSpaceChanges } from "./projector_fit.js";
import { roomOf } from "./spotlight_room.js";
import { shiftRow, shiftSentence } from "./spotlight_shift.js";
import { dropCited, paintSide } from "./spotlight_side.js";
import { words } from "./talk_screen_words.js";
import { setText } from "./text.js";

export function spotlightOn(element, grid) {
  const text = element.querySelector(".spotlight-text") || inLanguage(grid.language, make("h1", "spotlight-text"));
  const before = make("div", "spotlight-before");
  const dots = make("div", "dot-picture");
  const nothing = make("p", "spotlight-nothing");
  const headline = make("strong");
  const plain = make("span");
  const figures = make("p", "spotlight-figures");
  const shift = make("p", "spotlight-shift");
  const word = make("p", "spotlight-word", headline, " ", plain);
  const room = make("div", "spotlight-room", text, before, dots, nothing, word, figures, shift);
  const side = make("div", "spotlight-side");
  element.replaceChildren(room, side);
  const picture = dotPictureOn(dots, grid);
  let painted = "";
  let beside = null; // the spotlight whose prompts stand at the side

  function paint(view) {
    const spotlight = view && view.spotlight;
    const result = spotlight && view.results ? view.results[spotlight.square] || null : null;
    const now = JSON.stringify([spotlight, result]);
    if (now === painted) return;
    painted = now;
    const square = spotlight && grid.squares.find((one) => one.id === spotlight.square);
    setText(text, square ? square.text : "");
    paintRoom(result, spotlight, view);
    beside = spotlight;
    fit();
  }

  function paintRoom(result, spotlight, view) {
    const counted = Boolean(result && result.counts && result.n);
    dots.hidden = !counted;
    picture.paint(counted ? result : null);
    nothing.hidden = counted || !spotlight;
    setText(nothing, spotlight && !counted ? whyNothing(result, spotlight, view) : "");
    before.replaceChildren(...(result && result.before ? [shiftRow(words.before, result.before, grid, view.minimum)] : []));
    setText(shift, shiftSentence(result, grid));
    paintWords(counted ? result : null, spotlight);
  }

  function paintWords(result, spotlight) {
    const several = result && result.agreement !== null;
    const names = grid.choices.map((choice) => choice.name);
    setText(headline, several ? words.headline(result, grid.choices) : "");
    const alone = result && !several ? words.oneDot(names[result.leading[0]]) : "";
    setText(plain, several ? words.agreement(result.agreement, roomOf(result, names)) : alone);
    setText(figures, several ? inFigures(result, spotlight, grid.choices) : "");
  }

  /* What had no room beside the dots in a smaller space comes back in a larger one. */
  function fit() {
    element.dataset.side = String(paintSide(side, beside, grid));
    fitInto(room);
    fitInto(side, { drop: () => dropCited(side) });
    picture.draw();
  }

  whenSpaceChanges(element, fit);
  return { paint };
}

function whyNothing(result, { square }, view) {
  if (!result) return words.covered(view.turnout.squares[square] || 0);
  return result.withheld ? words.withheld(result.n, view.minimum) : words.noDots;
}

function inFigures({ fragile }, { one_dot: reach, steps_apart: steps }, choices) {
  const told = [reach ? words.reach(reach) : "", fragile ? words.fragile : "", words.apart(steps, choices)];
  return told.filter(Boolean).join(" ");
}
