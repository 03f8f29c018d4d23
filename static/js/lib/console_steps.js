/* What a console's view means: where the session is, what the class sees, what may be seen here. Pure functions of the view. */

import { words } from "./console_words.js";

const PLACES = { lobby: 0, voting: 1, showing: 1, hidden: 2, revealed: 2, closed: 3 };

/* The stage rail: [{name, state}] with state "done" | "now" | "later". */
export function railOf({ stage, round }) {
  const reveal = { showing: words.revealed, revealed: words.revealed, hidden: words.takenBack }[stage] || words.reveal;
  const names = [words.lobby, words.round(Math.max(1, round)), reveal, words.closed];
  return names.map((name, at) => ({ name, state: at < PLACES[stage] ? "done" : at === PLACES[stage] ? "now" : "later" }));
}

/* Whether the class sees colours, so that showing them here gives nothing away. */
export function isPublic({ stage, live, peeking, results }) {
  if (stage === "closed") return Boolean(results) && !peeking;
  return stage === "showing" || stage === "revealed" || (live && stage === "voting");
}

/* The view as this screen may paint it: what was only peeked at stays covered unless `peek` is wanted here and now. */
export function seen(view, peek) {
  if (!view.results || peek || isPublic(view)) return view;
  return { ...view, results: null, order: view.squares };
}

export function classSees(view) {
  if (view.stage === "voting" && view.live) return words.classSees.live;
  return view.stage === "closed" && isPublic(view) ? words.classSees.revealed : words.classSees[view.stage];
}

/* The words of the next button; "" when nothing comes next. */
export function nextWords({ next, round }) {
  return next ? words.next[next.command](round + 1, next.from) : "";
}

/* The two lines beneath it: how things stand, and what the press will do. */
export function nextLines({ stage, live, locked, squares, turnout }) {
  const how = {
    lobby: () => words.joinedSoFar(turnout.joined, locked),
    voting: () => words.finishedSoFar(turnout.finished, turnout.joined),
    showing: () => words.finishedSoFar(turnout.finished, turnout.joined),
  }[stage];
  const then = stage === "lobby" ? words.then[live ? "lobbyLive" : "lobby"](squares.length) : words.then[stage];
  return [how ? how() : "", then];
}

/* Revealing while the round stays open is one click deeper than the next button: only from `voting`. */
export function openReveal({ stage }) {
  return stage === "voting" ? { command: "reveal", from: "voting" } : null;
}
