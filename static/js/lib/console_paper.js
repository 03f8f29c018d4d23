/* Dots that people have placed on paper: typed in per square as counts, added to the heatmap and marked there. */

import { $, setHidden, setText, tell } from "./console_dom.js";
import { words } from "./console_talk_words.js";

/* A count as it was typed: a whole number from 0 to `most`; an empty field is 0. Null for anything else. Pure. */
export function readCount(text, most) {
  const typed = text.trim();
  if (!typed) return 0;
  const count = /^\d{1,4}$/.test(typed) ? Number(typed) : most + 1;
  return count <= most ? count : null;
}

export function paperOn(grid, names, order) {
  const form = $("paper-form");
  const fields = [...form.querySelectorAll("[data-count]")];
  const most = Number(form.dataset.most);
  const squares = form.elements.square;
  const rounds = form.elements.round;
  let view = null;

  squares.append(...grid.squares.map(({ id }) => new Option(names.label(id), String(id))));
  form.addEventListener("change", (event) => (event.target === squares || event.target === rounds) && begin());
  fields.forEach((field) => field.addEventListener("input", () => refuse(field, false)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });

  /* Another square or round: whatever was typed was not meant for it. */
  function begin() {
    fields.forEach((field) => {
      field.value = "";
      refuse(field, false);
    });
    tell($("paper-note"), "");
    paint(view);
  }

  /* What cannot be a number, a number field gives as "": its own judgement counts then. */
  const read = (field) => (field.validity.badInput ? null : readCount(field.value, most));

  async function save() {
    const wrong = fields.filter((field) => read(field) === null);
    fields.forEach((field) => refuse(field, wrong.includes(field)));
    if (wrong.length) {
      tell($("paper-note"), words.paperWrong(most), true);
      return wrong[0].focus();
    }
    const counts = fields.map(read);
    const square = Number(squares.value);
    const said = words.paperSaved(counts.reduce((sum, count) => sum + count, 0), names.label(square));
    const ack = await order("count_paper", { round: Number(rounds.value), square, counts }, $("paper-note"), said);
    if (ack && ack.ok && Number(squares.value) === square) fields.forEach((field) => (field.value = ""));
    return undefined;
  }

  function refuse(field, wrong) {
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (!wrong && $("paper-note").dataset.status === "refused") tell($("paper-note"), "");
  }

  function paint(newer) {
    view = newer;
    paintRounds();
    paintSquares();
    const counted = view.paper[Number(rounds.value) - 1] || {};
    const some = new Set(view.paper.flatMap((round) => Object.keys(round).filter((square) => round[square])));
    setText($("paper-now"), some.size ? words.paperOn(some.size) : words.paperNone);
    setText($("paper-so-far"), words.paperSoFar(counted[squares.value] || 0, view.minimum));
    const closed = view.stage === "closed";
    setHidden(form, !view.round || closed);
    setText($("paper-not-now"), closed ? words.paperClosed : view.round ? "" : words.paperLobby);
  }

  /* The current round is chosen until somebody chooses another; with one round there is nothing to choose. */
  function paintRounds() {
    const wanted = Math.max(1, view.round);
    if (rounds.options.length !== wanted) {
      const all = Array.from({ length: wanted }, (_, at) => at + 1);
      rounds.replaceChildren(...all.map((round) => new Option(words.paperRound(round), String(round))));
      rounds.value = String(wanted);
    }
    setHidden($("paper-rounds"), wanted < 2);
  }

  /* Only squares that the round has. */
  function paintSquares() {
    const had = new Set(Object.keys(view.paper[Number(rounds.value) - 1] || {}).map(Number));
    [...squares.options].forEach((option) => {
      const away = !had.has(Number(option.value));
      option.hidden = away;
      option.disabled = away;
    });
    const [selected] = squares.selectedOptions;
    if (had.size && (!selected || selected.disabled)) squares.value = String([...had][0]);
  }

  return { paint };
}
