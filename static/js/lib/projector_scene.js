/* What the projector shows at which stage, and the sentence beside the title. Pure. */

import { words } from "./screen_words.js";

/* lobby | board | covered | thanks */
export function sceneOf(view) {
  if (view.stage === "lobby") return "lobby";
  if (view.stage === "hidden") return "covered";
  return view.stage === "closed" && !view.results ? "thanks" : "board";
}

/* `last`: the name of the grid's last choice. */
export function sentenceOf(view, last) {
  const { joined, finished } = view.turnout;
  const stage = words.stage[view.stage];
  const sorted = view.results && view.stage !== "closed" && view.board.order !== "grid";
  const order = sorted ? words.order[view.board.order](last) : "";
  const open = view.stage === "voting" || view.stage === "showing";
  const turnout = open ? words.finished(finished, joined) : view.stage === "revealed" ? words.hadFinished(finished, joined) : "";
  return stage ? words.sentence([stage(view.round), turnout, order]) : "";
}
