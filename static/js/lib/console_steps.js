/* What a console's view means: where the session is, what the class sees, what may be seen here. Pure functions of the view. */

import { words } from "./console_words.js";

const PLACES = { lobby: 0, voting: 1, showing: 1, hidden: 2, unveiling: 2, revealed: 3, wrap_up: 4, takeaways: 4, closed: 5 };
const REVEALED = ["showing", "revealed", "wrap_up", "takeaways"];
const BACK = ["take_back", "step_back", "reopen_session"];

/* What steps are called by: `label(id)` is a square's short name, `choices` are the names of the choices. */
export function namesOf(grid) {
  const labels = new Map(grid.squares.map((square) => [square.id, square.short]));
  return { label: (id) => labels.get(id) || String(id), choices: grid.choices.map((choice) => choice.name) };
}

/* The stage rail: [{name, state}] with state "done" | "now" | "later". */
export function railOf({ stage, round }) {
  const reveal = { lobby: words.reveal, voting: words.reveal, hidden: words.takenBack, unveiling: words.reveal }[stage] || words.revealed;
  const names = [words.lobby, words.round(Math.max(1, round)), reveal, words.talk, words.wrapUp, words.closed];
  return names.map((name, at) => ({ name, state: at < PLACES[stage] ? "done" : at === PLACES[stage] ? "now" : "later" }));
}

/* The reveal stands: everybody sees colours. */
export function isRevealed(stage) {
  return REVEALED.includes(stage);
}

/* Whether the class sees colours, so that showing them here gives nothing away. */
export function isPublic({ stage, live, peeking, results }) {
  if (stage === "closed") return Boolean(results) && !peeking;
  if (stage === "unveiling") return !peeking; // a peek ends with the round; until the server knows, it is covered here
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
  if (view.spotlight && view.stage !== "closed") return words.classSees.spotlight;
  return view.stage === "closed" && isPublic(view) ? words.classSees.ended : words.classSees[view.stage];
}

/* What goes on. In the talk it is the square that the room talks about. */
export function nowWords(view, names) {
  return view.spotlight ? words.talkingAbout(names.label(view.spotlight.square)) : words.now[view.stage];
}

/* The words of the next button; "" when nothing comes next. */
export function nextWords(view, names) {
  return view.next ? stepWords(view.next, view, names) : "";
}

/* How the button of a step is called. */
export function stepWords(step, view, names) {
  const { command, from, square } = step;
  if (command === "move_spotlight") return moveWords(step, view, names);
  if (command === "unveil") return words.unveil(names.label(square));
  if (command === "reveal" && from === "unveiling") return view.next && view.next.command === "reveal" ? words.toTalk : words.revealRest;
  if (BACK.includes(command)) return command === "step_back" ? words.stepBack[from] : words.back[command];
  return words.next[command](view.round + 1, from === "showing" || isLive({ stage: from, live: view.live }));
}

/* The same move may be the next step and the way back: it is called by the button that it stands on. */
function moveWords(step, { next, back }, { label }) {
  if (step.square === null) return words.toBoard;
  const goesBack = step === back || (same(step, back) && !same(step, next));
  if (goesBack) return words.backTo(label(step.square));
  return step.from_square === null ? words.talkAbout(label(step.square)) : words.nextSquare(label(step.square));
}

function same(step, other) {
  return Boolean(other) && other.command === step.command && other.square === step.square && other.from_square === step.from_square;
}

/* The two lines beneath it: how things stand, and what the press will do. */
export function nextLines(view, names) {
  const { stage, live, locked, squares, turnout, next } = view;
  const how = {
    lobby: () => words.joinedSoFar(turnout.joined, locked),
    voting: () => words.finishedSoFar(turnout.finished, turnout.joined),
    showing: () => words.finishedSoFar(turnout.finished, turnout.joined),
    revealed: () => whyNext(view, names),
  }[stage];
  const then = words.then[thenOf(stage, live, next)];
  return [how ? how() : "", typeof then === "function" ? then(squares.length) : then];
}

function thenOf(stage, live, next) {
  if (next && next.command === "move_spotlight") return "spotlight";
  if (next && next.command === "unveil") return "unveil";
  return live && `${stage}Live` in words.then ? `${stage}Live` : stage;
}

/* Why a step was refused, and what to do. What could not be stored is pressed again once the server can store. */
export function refusedWords(ack, { trouble }) {
  if (!ack) return "";
  return words.refused(ack.sentence, ack.refused === "unstored" && !trouble ? words.storesAgain : ack.hint);
}

/* What keeps the server from storing, in words; "" where nothing does. `inEngine`: whether it keeps the sessions there, and not in a file. */
export function troubleWords(trouble, inEngine) {
  return (inEngine && words.engineTrouble[trouble]) || words.trouble[trouble] || "";
}

/* Why the next square is worth talking about, and what the room thinks of it. */
function whyNext({ next, agenda, results }, { choices }) {
  if (!next || next.command !== "move_spotlight" || !agenda) return "";
  const item = agenda.items.find(({ square }) => square === next.square);
  return item ? words.whyNext(item.why, (results || {})[next.square], choices) : "";
}

/* Revealing while the round stays open is one click deeper than the next button: only from `voting`. */
export function openReveal({ stage }) {
  return stage === "voting" ? { command: "reveal", from: "voting" } : null;
}

/* What that does: {why, button}. */
export function openWords(view) {
  return isLive(view) ? words.revealOpenLive : words.revealOpen;
}

/* What else can be done, one click deeper: the steps by the name of their button, null where there is none.
   A second look is no step yet: it asks for its squares first. */
export function moreSteps(view) {
  const { stage, next } = view;
  const unveils = stage === "voting" || stage === "hidden";
  const wraps = stage === "revealed" && !(next && next.command === "wrap_up");
  const rest = stage === "unveiling" && !(next && next.command === "reveal");
  return {
    open: openReveal(view),
    unveil: unveils ? { command: "begin_unveiling", from: stage } : null,
    rest: rest ? { command: "reveal", from: stage } : null,
    wrap: wraps ? { command: "wrap_up", from: stage } : null,
    again: stage === "revealed",
  };
}

/* Whether this closes the round that is open: then dots that phones still hold would not count. */
export function closesRound(step) {
  return Boolean(step) && (step.command === "close_round" || (step.command === "begin_unveiling" && step.from === "voting"));
}

/* What a clicker's key moves, or null. What ends the session, or leaves a mark for good, takes a click; only a reveal that
   has just happened by accident is taken back by the key at hand. */
export function keyStep(view, way, justRevealed) {
  const step = view[way];
  if (!step || step.command === "close_session") return null;
  return step.command === "take_back" && !justRevealed ? null : step;
}

/* What a press on a square of the board does: unveils it, puts it in the spotlight, or nothing (null). */
export function pickStep({ stage, spotlight, results }, square) {
  const move = { command: "move_spotlight", from_square: spotlight ? spotlight.square : null, square };
  if (stage === "revealed") return move;
  if (stage !== "unveiling") return null;
  return results && String(square) in results ? move : { command: "unveil", square };
}

/* Where the session is, for a press: when any of this changes, the buttons may mean something else. */
export function placeOf({ stage, round, spotlight, next, results }) {
  const unveiled = stage === "unveiling" ? Object.keys(results || {}).length : 0;
  return JSON.stringify([stage, round, spotlight ? spotlight.square : null, unveiled, next]);
}
