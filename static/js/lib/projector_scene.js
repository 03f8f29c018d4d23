/* What the projector shows at which stage, and the sentence beside the title. Pure. */

import { words } from "./screen_words.js";
import { words as talk } from "./talk_screen_words.js";

/* lobby | board | covered | thanks | spotlight | wrap_up | takeaways; as scene_of in pollapp/web/projector.py tells it */
export function sceneOf(view) {
  if (view.stage === "lobby") return "lobby";
  if (view.stage === "hidden") return "covered";
  if (view.wrap_up) return endingOf(view);
  if (view.spotlight) return "spotlight";
  return view.stage === "closed" && !view.results ? "thanks" : "board";
}

/* A session that is over shows what it ended with. */
function endingOf({ stage, wrap_up: ending }) {
  return stage === "takeaways" || (stage === "closed" && ending.takeaways.length) ? "takeaways" : "wrap_up";
}

/* `last`: the name of the grid's last choice. */
export function sentenceOf(view, last) {
  const scene = sceneOf(view);
  if (scene === "spotlight") return talk.place(view.spotlight.square, view.spotlight.place);
  if (scene !== "board" && scene !== "wrap_up") return "";
  const order = scene === "board" && isSorted(view) ? words.order[view.board.order](last) : "";
  return words.sentence([stageOf(view), scene === "board" ? turnoutOf(view) : "", order]);
}

function isSorted(view) {
  return view.results && view.stage !== "closed" && view.stage !== "unveiling" && view.board.order !== "grid";
}

function stageOf(view) {
  if (view.stage !== "unveiling") return words.stage[view.stage](view.round);
  return words.unveiled(view.squares.filter((id) => view.results && view.results[id]).length, view.squares.length);
}

function turnoutOf({ stage, turnout: { joined, finished } }) {
  if (stage === "voting" || stage === "showing") return words.finished(finished, joined);
  return stage === "revealed" || stage === "unveiling" ? words.hadFinished(finished, joined) : "";
}
