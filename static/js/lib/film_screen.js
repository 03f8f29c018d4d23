/* What the film's page shows: the board, the sentence above it, the controls as they stand; or why there is nothing to see.

   const screen = filmScreen(page.grid);   screen.open(film);   screen.paint(film, player, "votes");   screen.explain("over", heading, text) */

import { boardOn } from "./board.js";
import { lookedAgain } from "./board_state.js";
import { $, setPressed, setText } from "./console_dom.js";
import { words } from "./film_words.js";
import { atOnce } from "./glide.js";
import { words as screen } from "./screen_words.js";
import { announcer } from "./text.js";

export function filmScreen(grid) {
  const [first, last] = [grid.choices[0], grid.choices.slice(-1)[0]];
  const say = announcer($("said"));
  let board = null; // made with the first film: it measures its place

  function open(film) {
    show("film");
    board = board || boardOn($("board"), grid);
    $("at").max = String(film.last);
    $("marks").replaceChildren(...ticksOf(film));
  }

  /* scene: waiting | over. In the latter nothing more can be shown, and what was shown leaves the page. */
  function explain(scene, heading, text) {
    if (scene === "over") $("board").replaceChildren();
    show(scene);
    setText($("waiting-heading"), heading);
    setText($("waiting-text"), text);
  }

  function paint(film, { step, playing, speed }, layer) {
    const frame = film.frames[step];
    const view = film.viewAt(step, layer);
    Object.assign(document.body.dataset, { stage: frame.stage, playing: String(playing), end: String(step === film.last) });
    setText($("sentence"), words.sentence(frame));
    setText($("step"), words.step(step + 1, film.length));
    $("at").value = String(step);
    $("at").setAttribute("aria-valuetext", words.spoken(step + 1, film.length, frame));
    document.querySelectorAll("button[data-layer]").forEach((button) => setPressed(button, button.dataset.layer === layer));
    document.querySelectorAll("[data-speed]").forEach((button) => setPressed(button, Number(button.dataset.speed) === speed));
    paintLegend(view, layer);
    if (playing) board.paint(view);
    else atOnce(() => board.paint(view)); // a slider that is dragged has no time for what glides
    if (playing && film.begins(step)) say(words.stage(frame.stage, frame.round));
  }

  /* What 0 % and 100 % mean; in the agreement layer with its blues between them. */
  function paintLegend({ order, results }, layer) {
    $("ramp").hidden = layer !== "agreement";
    setText($("scale-from"), screen.emptyScale(first.name, last.name));
    setText($("scale-to"), screen.fullScale);
    setText($("legend-fragile"), screen.star);
    setText($("legend-before"), layer === "votes" && order.some((id) => lookedAgain(results[id])) ? screen.thinBar : "");
  }

  return { open, explain, paint };
}

function show(scene) {
  document.body.dataset.scene = scene;
  document.querySelectorAll("[data-for]").forEach((part) => {
    part.hidden = !part.dataset.for.split(" ").includes(scene);
  });
}

/* Where stages begin, along the slider. */
function ticksOf(film) {
  const inside = film.frames.map((frame, step) => step).slice(1, -1);
  return inside.filter(film.begins).map((step) => {
    const tick = document.createElement("i");
    tick.style.setProperty("--at", String(step / film.last));
    return tick;
  });
}
