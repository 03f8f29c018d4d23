/* What the room did on a square, as a kind of sentence and the names of the choices in it. Pure. */

const NEARLY_ALL = 0.9; // of all dots
const MOST = 2 / 3;
const NEARLY_HALF = 0.4;

/* `result` of a square with two dots or more; `names` of the choices → {kind, names}: a kind of talk_screen_words.js. */
export function roomOf({ n, counts, word, leading }, names) {
  const ends = [names[0], names[names.length - 1]];
  if (word === "split") return { kind: kindOfSplit(counts, n), names: ends };
  if (word === "spread" || leading.length > 2) return { kind: "everywhere", names: ends };
  if (leading.length === 2) return { kind: 2 * counts[leading[0]] === n ? "halves" : "equally", names: leading.map((at) => names[at]) };
  return { kind: kindOfMost(counts[leading[0]] / n), names: [names[leading[0]]] };
}

function kindOfSplit(counts, n) {
  const weaker = Math.min(counts[0], counts[counts.length - 1]);
  if (2 * weaker === n) return "halves";
  return weaker / n >= NEARLY_HALF ? "nearlyHalves" : "twoSides";
}

function kindOfMost(share) {
  if (share === 1) return "all";
  if (share >= NEARLY_ALL) return "nearlyAll";
  if (share >= MOST) return "most";
  return share > 0.5 ? "overHalf" : "mostDots";
}
