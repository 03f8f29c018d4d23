/* Which principles decided it: buttons that stay pressed, those that bear on the square first. Every tap sends the whole set; while one is
   on its way newer taps wait for its answer, so that the latest wish is what counts. */

import { randomId, untilAnswered } from "./again.js";
import { words } from "./phone_talk_words.js";
import { words as phone } from "./phone_words.js";
import { setText } from "./text.js";

export function principlesOn(form, grid, { send, isOver, pause }) {
  const part = (name) => form.querySelector(`[data-part="${name}"]`);
  const bearing = new Map(grid.squares.map((square) => [square.id, square.principles]));
  const wishes = new Map(); // square → message that the server has not answered for
  const stored = new Map(); // square → message that it has stored
  const sending = new Set();
  let cited = {}; // square → numbers, as far as the server has said
  let square = null;
  let chips = [];

  form.addEventListener("submit", (event) => event.preventDefault());
  part("chips").replaceChildren(); // what the server wrote works by itself, and only without scripts
  part("more").replaceChildren();

  function chosen(of) {
    return wishes.has(of) ? wishes.get(of).principles : cited[of] || [];
  }

  function tapped(number) {
    const before = chosen(square);
    const principles = before.includes(number) ? before.filter((one) => one !== number) : [...before, number];
    wishes.set(square, { command_id: randomId(), square, principles });
    setText(part("status"), "");
    paintPressed();
    push(square);
  }

  async function push(of) {
    if (sending.has(of)) return;
    sending.add(of);
    while (wishes.has(of) && !isOver()) {
      const wish = wishes.get(of);
      const ack = await untilAnswered(send, "cite_principles", wish, () => wishes.get(of) === wish && !isOver(), pause);
      if (ack && wishes.get(of) === wish) settle(of, wish, ack);
    }
    sending.delete(of);
  }

  function settle(of, wish, ack) {
    wishes.delete(of);
    if (ack.ok) {
      cited = { ...cited, [of]: wish.principles };
      stored.set(of, wish);
    } else if (of === square) setText(part("status"), phone.refused(ack.sentence, ack.hint));
    paintPressed();
  }

  /* As they were: another life of the store may lack them. */
  function again() {
    stored.forEach((message, of) => {
      if (!wishes.has(of)) wishes.set(of, message);
      push(of);
    });
  }

  function open(next) {
    if (next === square) return;
    square = next;
    setText(part("status"), "");
    chips = grid.principles.map((principle) => chipOf(principle, grid.language, () => tapped(principle.number)));
    const first = bearing.get(square) || [];
    const of = (number) => chips.find((chip) => chip.number === number);
    part("chips").replaceChildren(...first.map(of).filter(Boolean).map((chip) => chip.button));
    part("more").replaceChildren(...chips.filter((chip) => !first.includes(chip.number)).map((chip) => chip.button));
    part("fold").open = !first.length;
  }

  function paintPressed() {
    chips.forEach(({ number, button }) => button.setAttribute("aria-pressed", String(chosen(square).includes(number))));
  }

  /* `ranking`: as the view's spotlight tells it, null while too few have cited any. */
  function paint(next, ranking) {
    open(next);
    paintPressed();
    const people = new Map(ranking ? ranking.ranking : []);
    chips.forEach(({ number, count }) => setText(count, people.has(number) ? words.people(people.get(number)) : ""));
  }

  return {
    paint,
    again,
    merge: (mine) => (cited = mine),
  };
}

function chipOf({ number, text }, language, act) {
  const [button, figure, says, count] = ["button", "b", "span", "span"].map((tag) => document.createElement(tag));
  button.type = "button";
  button.className = "chip";
  figure.textContent = number;
  says.textContent = text;
  says.lang = language;
  count.className = "chip-count";
  button.append(figure, " ", says, " ", count);
  button.addEventListener("click", act);
  return { number, button, count };
}
