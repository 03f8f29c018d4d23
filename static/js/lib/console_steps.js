/* What a console's view means: where the session is, what the class sees, what may be seen here. Pure functions of the view. */

import { words } from "./console_words.js";

const PLACES = { lobby: 0, voting: 1, showing: 1, hidden: 2, revealed: 2, closed: 3 };

/* The stage rail: [{name, state}] with state "done" | "now" | "later". */
export function railOf({ stage, round }) {
  const reveal = { showing: words.revealed, revealed: words.revealed, hidden: words.takenBack }[stage] || words.reveal;
  const names = [words.lobby, words.round(Math.max(1, round)), reveal, words.closed];
  return names.map((name, at) => ({ name, state: at < PLACES[stage] ? "done" : at === PLACES[stage] ? "now" : "later" }));
}

/* The reveal stands: everybody sees colours. */
export function isRevealed(stage) {
  return stage === "showing" || stage === "revealed";
}

/* Whether the class sees colours, so that showing them here gives nothing away. */
export function isPublic({ stage, live, peeking, results }) {
  if (stage === "closed") return Boolean(results) && !peeking;
  return isRevealed(stage) || isLive({ stage, live });
}

/* The projector shows colours while people vote; phones do not. */
function isLive({ stage, live }) {
  return live && stage === "voting";
}

/* The view as this screen may paint it: what was only peeked at stays covered unless `peek` is wanted here and now. */
export function seen(view, peek) {
  if (!view.results || peek || isPublic(view)) return view;
  return { ...view, results: null, order: view.squares };
}

export function classSees(view) {
  if (isLive(view)) return words.classSees.live;
  return view.stage === "closed" && isPublic(view) ? words.classSees.revealed : words.classSees[view.stage];
}

/* The words of the next button; "" when nothing comes next. */
export function nextWords(view) {
  return view.next ? stepWords(view.next, view) : "";
}

/* How the button of a step is called. */
export function stepWords({ command, from }, { round, live }) {
  return words.back[command] || words.next[command](round + 1, from === "showing" || isLive({ stage: from, live }));
}

/* The two lines beneath it: how things stand, and what the press will do. */
export function nextLines({ stage, live, locked, squares, turnout }) {
  const how = {
    lobby: () => words.joinedSoFar(turnout.joined, locked),
    voting: () => words.finishedSoFar(turnout.finished, turnout.joined),
    showing: () => words.finishedSoFar(turnout.finished, turnout.joined),
  }[stage];
  const then = words.then[live && `${stage}Live` in words.then ? `${stage}Live` : stage];
  return [how ? how() : "", typeof then === "function" ? then(squares.length) : then];
}

/* Revealing while the round stays open is one click deeper than the next button: only from `voting`. */
export function openReveal({ stage }) {
  return stage === "voting" ? { command: "reveal", from: "voting" } : null;
}

/* What that does: {why, button}. */
export function openWords(view) {
  return isLive(view) ? words.revealOpenLive : words.revealOpen;
}

/* What a clicker's key moves, or null. What ends the session, or leaves a mark for good, takes a click; only a reveal that
   has just happened by accident is taken back by the key at hand. */
export function keyStep(view, way, justRevealed) {
  const step = view[way];
  if (!step || step.command === "close_session") return null;
  return step.command === "take_back" && !justRevealed ? null : step;
}
