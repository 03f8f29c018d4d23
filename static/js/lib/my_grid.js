/* My grid and the room: where somebody's own dot stands furthest from the room. Computed on their phone, and shown nowhere else. */

export const MOST_ROWS = 5;
const NEAR = 0.5; // steps between choices: nearer than this, the dot is where the room is

/* The squares furthest from the room, furthest first, in the order given where equally far. `places`: square → place of the own dot
   among the choices, from 0, or null; `results` as they stand in a view: what is withheld or has no dots is left out. */
export function furthest(squares, places, results) {
  const apart = squares.map((square) => ({ square, distance: distance(places(square), results[square]) }));
  const far = apart.filter((one) => one.distance >= NEAR);
  return far.sort((one, other) => other.distance - one.distance).slice(0, MOST_ROWS).map((one) => one.square);
}

/* Steps between a dot and the mean place of the room's dots; -1 where that cannot be told. */
export function distance(place, result) {
  if (place === null || !result || result.withheld || !result.n) return -1;
  const mean = result.counts.reduce((sum, count, at) => sum + count * at, 0) / result.n;
  return Math.abs(place - mean);
}

/* Paint these squares (of squareOn) as rows: the text, the dot, the room's word, each as it stands in the list below. */
export function paintRows(list, squares) {
  const rows = squares.map(({ item, text }) => {
    const now = item.querySelector(".outcome-now");
    const room = line(now.querySelector(".room-title").textContent, now.querySelector('[data-part="says"]').textContent);
    const title = make("span", "", [text]);
    title.lang = item.querySelector("legend").lang;
    return make("li", "", [title, now.querySelector(".yours").cloneNode(true), room]);
  });
  const standing = [...list.children];
  const isSame = (row, at) => row.isEqualNode(standing[at]); // their texts would not do: those of hidden dots are among them
  if (rows.length === standing.length && rows.every(isSame)) return;
  list.replaceChildren(...rows);
}

function line(title, says) {
  return make("p", "yours", [make("span", "yours-title", [title]), make("strong", "", [says])]);
}

function make(tag, looks, parts) {
  const element = document.createElement(tag);
  element.className = looks;
  element.append(...parts);
  return element;
}
