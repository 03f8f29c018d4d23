/* A bar divided by shares, made once and then updated: a segment a choice, with its mark and its count. */

import { choiceData, choiceMark } from "./choice_mark.js";
import { number } from "./language.js";
import { inLanguage, make } from "./projector_dom.js";
import { setText } from "./text.js";

/* A <p class="bar"> for these choices; their labels are for screen readers. */
export function barOf(choices, language) {
  return make("p", "bar", ...choices.map((choice, at) => segment(choice, at + 1, language)));
}

function segment(choice, place, language) {
  const count = make("span");
  count.dataset.part = "count";
  const spoken = inLanguage(language, make("span", "visually-hidden", ` ${choice.label}. `));
  const segment = make("span", "segment", choiceMark(choice, place), count, spoken);
  segment.dataset.part = "segment";
  Object.assign(segment.dataset, choiceData(choice, place));
  return segment;
}

/* Its segments with these counts; null: with none. */
export function paintBar(bar, counts) {
  [...bar.querySelectorAll("[data-part=segment]")].forEach((segment, at) => {
    const count = counts ? counts[at] : 0;
    segment.hidden = !count;
    segment.style.setProperty("--n", String(count));
    setText(segment.querySelector("[data-part=count]"), number(count));
  });
}
