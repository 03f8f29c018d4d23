/* What a square shows, from its result in a view; and how deep its blue is in the agreement layer. Pure. */

/* `result` as it stands in a view; null or undefined when this audience may not see colours. */
export function stateOf(result) {
  if (!result) return "turnout";
  if (result.withheld) return "withheld";
  return result.n ? "votes" : "empty";
}

/* Agreement in percent → how much of the deep blue is mixed in, 0 to 100. It leaps in the middle, over the tones on which
   neither dark nor white type can be read well: below 50 % type is dark, from 50 % on it is white. */
export function depthOf(agreement) {
  if (agreement === null) return 0;
  return Math.round(agreement < 50 ? agreement * 0.86 : 68 + (agreement - 50) * 0.64);
}
