/* A film as the server tells it (docs/wire.md, film.json): every board of it, and views for the board component. Pure.

   const film = filmOf(data);   film.length   film.viewAt(12, "votes")   film.begins(12)   film.frames[12].dots */

const SHORTEST = 120; // milliseconds that a step stays at speed 1
const LONGEST = 900;
const WHOLE = 60000; // milliseconds of a film of middling length at speed 1
const STAGE_STAYS = 2; // times as long as another step: there is something to read

export function filmOf({ seq, step: least, squares, rounds, frames }) {
  const boards = boardsOf(frames);
  const last = frames.length - 1;

  /* Whether a stage or a round begins with this step. */
  function begins(at) {
    const [before, now] = [frames[at - 1], frames[at]];
    return !before || before.stage !== now.stage || before.round !== now.round;
  }

  /* A view as a projector gets it. Once the session is over, all squares are there, else those of the round. */
  function viewAt(at, layer) {
    const { stage, round, joined } = frames[at];
    const shown = stage === "closed" ? squares : rounds[round - 1];
    return {
      ...{ seq, stage, round, minimum: least, squares: shown, order: shown, results: boards[at] },
      turnout: { joined, present: 0, finished: 0, squares: {} },
      board: { layer, order: "grid", which: "round" },
    };
  }

  /* Milliseconds that a step stays at speed 1. */
  function paceAt(at) {
    const step = Math.min(LONGEST, Math.max(SHORTEST, WHOLE / frames.length));
    return begins(at) ? step * STAGE_STAYS : step;
  }

  return { seq, frames, last, length: frames.length, begins, viewAt, paceAt };
}

/* What every square looks like in each frame: each has but what changed. */
function boardsOf(frames) {
  let board = {};
  return frames.map(({ changed }) => (board = { ...board, ...changed }));
}
