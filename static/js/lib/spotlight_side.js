/* Beside the square in the spotlight: prompts for the talk (principles, lenses or steps), and a reason from the room.

   paintSide(element, spotlight, grid)     rebuilds what is in `element`; null empties it. Says whether anything is there.
   dropCited(element)                      says the last of the principles that people cited besides by its number alone */

import { inLanguage, make } from "./projector_dom.js";
import { words } from "./talk_screen_words.js";

const ANY = ""; // nobody knows in which language people type

export function paintSide(element, spotlight, grid) {
  const parts = spotlight ? [promptOf(spotlight, grid), reasonCard(spotlight.reason, words.reason)].filter(Boolean) : [];
  element.replaceChildren(...parts);
  return parts.length > 0;
}

export function dropCited(element) {
  const cited = element.querySelectorAll("[data-bears=false]");
  if (!cited.length) return false;
  const last = cited[cited.length - 1];
  const also = element.querySelector(".spotlight-also") || make("p", "spotlight-also");
  also.dataset.said = [last.dataset.short, also.dataset.said].filter(Boolean).join(", ");
  also.textContent = words.alsoCited(also.dataset.said);
  last.closest(".spotlight-prompt").append(also);
  last.remove();
  return true;
}

/* A quotation under a line that says whose; null when there is none. `words`: as somebody typed them. */
export function reasonCard(said, caption) {
  if (!said) return null;
  const card = make("div", "reason-card");
  if (caption) card.append(make("p", "reason-card-caption", caption));
  card.append(inLanguage(ANY, make("blockquote", "reason-card-words", words.quote(said))));
  return card;
}

function promptOf(spotlight, grid) {
  const items = spotlight.prompt === "principles" ? principlesOf(spotlight, grid) : (grid[spotlight.prompt] || []).map(promptItem);
  if (!items.length) return null;
  const title = make("h2", "spotlight-title", words.prompt[spotlight.prompt]);
  if (spotlight.prompt === "principles") title.append(make("span", "spotlight-no-key", ` — ${words.noKey}`));
  const list = make("ol", "spotlight-prompts", ...items.map((item) => itemOf(item, grid.language)));
  const part = make("section", "spotlight-prompt", title, list);
  part.dataset.prompt = spotlight.prompt;
  return part;
}

function promptItem({ title, text }, at) {
  return { number: at + 1, title, text };
}

/* The square's own principles in its order, then those that people cited besides, most cited first. */
export function principlesOf({ square, cited }, grid) {
  const own = (grid.squares.find((one) => one.id === square) || {}).principles || [];
  const counts = new Map(cited ? cited.ranking : []);
  const others = [...counts.keys()].filter((number) => !own.includes(number));
  return [...own, ...others]
    .map((number) => (grid.principles || []).find((principle) => principle.number === number))
    .filter(Boolean)
    .map(({ number, text, short }) => {
      const count = counts.get(number);
      return { number, text: short || text, bears: own.includes(number), count, cited: count ? words.cited(count, cited.n) : "" };
    });
}

function itemOf({ number, title, text, cited, count, bears = true }, language) {
  const says = make("div", "spotlight-says");
  if (title) says.append(inLanguage(language, make("h3", "spotlight-prompt-title", title)));
  const told = make("p", "", inLanguage(language, make("span", "", text)));
  if (cited) told.append(" ", make("span", "spotlight-cited", cited));
  says.append(told);
  const item = make("li", "", make("span", "spotlight-number", words.count(number)), " ", says);
  item.dataset.bears = String(bears);
  item.dataset.short = words.citedShort(number, count);
  return item;
}
