/* How many columns and rows a board has, and how large its type may be. Pure: numbers in, numbers out. */

const BEST_SHAPE = 1.45; // a card's width by its height: a label, a bar and a line fit well into that
const SMALLEST = 10; // pixels of type
const LARGEST = 56;

/* `count` squares in an area of width × height pixels → {columns, rows, size}; `size` is the first try for the type, in pixels. */
export function layoutFor(count, width, height) {
  if (count < 1 || width <= 0 || height <= 0) return { columns: 1, rows: 1, size: SMALLEST };
  const columns = bestColumns(count, width, height);
  const rows = Math.ceil(count / columns);
  return { columns, rows, size: typeSize(width / columns, height / rows) };
}

function bestColumns(count, width, height) {
  const all = Array.from({ length: count }, (_, at) => at + 1);
  const cost = (columns) => costOf(columns, count, width, height);
  return all.reduce((best, columns) => (cost(columns) < cost(best) ? columns : best));
}

/* A shape far from the best one costs, and so does each empty place. */
function costOf(columns, count, width, height) {
  const rows = Math.ceil(count / columns);
  const shape = width / columns / (height / rows);
  const empty = columns * rows - count;
  return Math.abs(Math.log(shape / BEST_SHAPE)) + (1.5 * empty) / count;
}

function typeSize(width, height) {
  const fitting = Math.min(width * 0.105, height * 0.17);
  return Math.min(LARGEST, Math.max(SMALLEST, fitting));
}

/* The largest size from `first` downwards at which `fits(size)`, in small steps; the smallest one when none does. */
export function fittingSize(first, fits) {
  for (let size = first; size > SMALLEST; size *= 0.95) {
    if (fits(size)) return size;
  }
  fits(SMALLEST);
  return SMALLEST;
}
