/* The tab where the talk is led: the agenda, the square in the spotlight with all that belongs to it, and what people typed. */

import { agendaOn } from "./console_agenda.js";
import { countdownOn } from "./console_countdown.js";
import { $, setHidden, setPressed, setText } from "./console_dom.js";
import { notesOn } from "./console_notes.js";
import { queueOn } from "./console_queue.js";
import { words } from "./console_talk_words.js";

/* Whether there is anything to lead: then the tab is there. Pure. */
export function hasTalk({ stage, agenda, spotlight }, typed) {
  if (spotlight || stage === "takeaways") return true;
  if (typed && (typed.reasons.length || typed.takeaways.length)) return true;
  return (stage === "revealed" || stage === "unveiling") && Boolean(agenda) && agenda.items.length > 0;
}

/* What is said of the square in the spotlight, beneath its text. Pure. */
export function spotlightSays({ spotlight, results, minimum }, choices) {
  const { place, square } = spotlight;
  const result = (results || {})[square];
  const at = place ? words.place(...place) : words.offAgenda;
  if (!result) return words.parts([at]);
  if (result.withheld) return words.parts([at, words.withheld(result.n, minimum)]);
  return words.parts([at, words.dots(result.n), words.roomSays(result, choices)]);
}

/* `pick(square)` puts a square in the spotlight. */
export function talkOn(grid, names, { order, send, pause, isOver, pick }) {
  const texts = new Map(grid.squares.map(({ id, text }) => [id, text]));
  const agenda = agendaOn(grid, names, { order, pick });
  const queue = queueOn(names, grid, order);
  const notes = notesOn({ send, pause, isOver });
  const countdown = countdownOn(order);
  const prompts = [...document.querySelectorAll("[data-prompt]")];
  let typed = null;

  const show = (prompt) => order("show_prompt", { prompt }, $("prompt-note"));
  prompts.forEach((button) => button.addEventListener("click", () => show(button.dataset.prompt)));
  prompts.forEach((button) => setHidden(button, !(grid[button.dataset.prompt] || []).length));
  setHidden($("prompts"), prompts.filter((button) => !button.hidden).length < 2); // nothing to choose

  function paint(view) {
    agenda.paint(view);
    queue.paint(view);
    notes.paint(view);
    countdown.paint(view);
    paintSpotlight(view);
  }

  function paintSpotlight(view) {
    const { spotlight, stage } = view;
    const end = !spotlight && stage !== "revealed" && stage !== "unveiling";
    setHidden($("agenda"), end);
    setHidden($("spotlight-part"), end);
    setHidden($("spotlight-tools"), !spotlight);
    setHidden($("spotlight-hint"), Boolean(spotlight));
    setText($("spotlight-heading"), spotlight ? texts.get(spotlight.square) : words.nothing);
    $("spotlight-heading").lang = spotlight ? grid.language : document.documentElement.lang;
    setText($("spotlight-says"), spotlight ? spotlightSays(view, names.choices) : "");
    if (spotlight) prompts.forEach((button) => setPressed(button, button.dataset.prompt === spotlight.prompt));
  }

  function arrived(newer) {
    if (typed && newer.epoch === typed.epoch && newer.seq < typed.seq) return;
    typed = newer;
    queue.arrived(newer);
    notes.arrived(newer);
  }

  return { paint, arrived, isThere: (view) => hasTalk(view, typed) };
}
