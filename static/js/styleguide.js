/* The style guide: paints what scripts paint in the product, by the same modules, from the made-up states of the page's data block.

   data-set="--n: 3"            a custom property of this element, which no inline style may set
   data-says="phone.saved"      words of a *_words.js; data-with="24|3": what they are called with
   data-board data-dot data-rail     a board, a square of the phone, a rail in this state
   data-spotlight data-ending data-takeaways data-dots data-shift data-reason data-countdown     what the projector shows of a talk */

import { boardOn } from "./lib/board.js";
import { railOf } from "./lib/console_steps.js";
import { words as leadWords } from "./lib/console_talk_words.js";
import { words as consoleWords } from "./lib/console_words.js";
import { countdownOn } from "./lib/countdown.js";
import { dotPictureOn } from "./lib/dot_picture.js";
import { words as filmWords } from "./lib/film_words.js";
import { squareOn } from "./lib/phone_square.js";
import { words as sayWords } from "./lib/phone_talk_words.js";
import { words as phoneWords } from "./lib/phone_words.js";
import { words as screenWords } from "./lib/screen_words.js";
import { spotlightOn } from "./lib/spotlight.js";
import { shiftRow } from "./lib/spotlight_shift.js";
import { reasonCard } from "./lib/spotlight_side.js";
import { contrast, groundOf } from "./lib/styleguide_contrast.js";
import { words as takeWords } from "./lib/take_home_words.js";
import { words as talkWords } from "./lib/talk_screen_words.js";
import { wrapUpOn } from "./lib/wrap_up.js";
import { takeawaysOn } from "./lib/wrap_up_takeaways.js";

const page = JSON.parse(document.getElementById("page").textContent);
const words = { console: consoleWords, phone: phoneWords, screen: screenWords, talk: talkWords, lead: leadWords, say: sayWords, film: filmWords, take: takeWords };
const nothing = () => {};
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

each("[data-set]", (element) => {
  const [name, value] = element.dataset.set.split(": ");
  element.style.setProperty(name, value);
});
each("[data-token]", paintToken);
each("[data-says]", (element) => {
  element.textContent = said(element.dataset);
});
each("[data-rail]", (rail) => paintRail([...rail.children], rail.dataset.rail));
each("[data-dot]", paintSquare);
each("[data-board]", (element) => {
  const onPick = element.closest(".styleguide-pick") ? nothing : undefined;
  boardOn(element, page.grid, { onPick }).paint(page.boards[element.dataset.board]);
});
each("[data-spotlight]", (element) => spotlightOn(element, page.grid).paint(page.talk.spotlights[element.dataset.spotlight]));
each("[data-ending]", (element) => wrapUpOn(element, page.grid).paint(page.talk.endings[element.dataset.ending]));
each("[data-takeaways]", (element) => takeawaysOn(element).paint(page.talk.endings[element.dataset.takeaways]));
each("[data-dots]", (element) => dotPictureOn(element, page.grid).paint(page.talk.rooms[element.dataset.dots]));
each("[data-shift]", (element) => element.append(shiftRow(talkWords.before, page.talk.rooms[element.dataset.shift], page.grid, 3)));
each("[data-reason]", (element) => element.append(reasonCard(page.talk.spotlights.again.spotlight.reason, element.dataset.reason && talkWords.reason)));
each("[data-countdown]", (element) => {
  const [remains, running] = element.dataset.countdown.split(" ");
  countdownOn(element, { now: () => 0, after: nothing }).paint({ countdown: { running: running === "running" }, remains: Number(remains) });
});
document.body.dataset.painted = "true";

function said({ says, with: given }) {
  const found = says.split(".").reduce((part, name) => part[name], words);
  if (typeof found !== "function") return found;
  return found(...given.split("|").map((value) => (/^\d+$/.test(value) ? Number(value) : value)));
}

function paintRail(items, stage) {
  railOf({ stage, round: 1 }).forEach(({ name, state }, at) => {
    items[at].textContent = name;
    items[at].dataset.state = state;
  });
}

function paintSquare(item) {
  const square = squareOn(item, page.grid.choices, { tapped: nothing, say: nothing });
  square.paint(page.dots[item.dataset.dot], 1, 1);
  const { room } = item.dataset;
  const again = page.talk.rooms.again;
  const result = room === "again" ? again : page.rooms[room];
  square.paintRoom(result, { minimum: 3, closed: true, covered: room === "covered" });
  square.paintBefore(page.dots.saved.choice, result, 3);
  square.recall(room === "recalled" && { own: page.dots.saved.choice, room: again.before, minimum: 3 });
}

function paintToken(swatch) {
  const { token } = swatch.dataset;
  const ground = groundOf(token);
  swatch.style.setProperty("--shown", `var(--${token})`);
  const ratio = contrast(colourOf(token), colourOf(ground));
  swatch.parentElement.querySelector(".styleguide-contrast").textContent = `${ratio.toFixed(1)} : 1 on ${ground}`;
}

/* As the browser computes it: "rgb(31, 35, 40)" or "rgba(31, 35, 40, 0.24)". */
function colourOf(token) {
  const probe = document.createElement("i");
  probe.style.color = `var(--${token})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
