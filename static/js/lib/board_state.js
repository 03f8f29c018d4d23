/* What a square shows, from its result in a view; and how deep its blue is in the agreement layer. Pure. */

/* `result` as it stands in a view; null or undefined when this audience may not see colours. */
export function stateOf(result) {
  if (!result) return "turnout";
  if (result.withheld) return "withheld";
  return result.n ? "votes" : "empty";
}

/* No more dots can come: the round of this view has closed. */
export function roundClosed({ stage }) {
  return stage !== "lobby" && stage !== "voting" && stage !== "showing";
}

/* A second look has been revealed on this square: what was before it can be seen too. */
export function lookedAgain(result) {
  return stateOf(result) === "votes" && stateOf(result.before) === "votes";
}

/* Agreement in percent → {deep, depth}. The blue comes in two halves, so that type can always be read on it: `deep` says
   which one (white type from 50 % on), `depth` how far along it, 0 to 100. */
export function blueOf(agreement) {
  if (agreement === null) return { deep: false, depth: 0 };
  const deep = agreement >= 50;
  return { deep, depth: (agreement - (deep ? 50 : 0)) * 2 };
}
