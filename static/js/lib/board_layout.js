/* How many columns and rows a board has, and how large its type may be. Pure: numbers in, numbers out. */

const BEST_SHAPE = 1.45; // a card's width by its height: a label, a bar and a line fit well into that
const SMALLEST = 10; // pixels of type
const LARGEST = 64;

/* `count` squares in an area of width × height pixels → {columns, rows, size}; `size` is the first try for the type, in pixels. */
export function layoutFor(count, width, height) {
  if (count < 1 || width <= 0 || height <= 0) return { columns: 1, rows: 1, size: SMALLEST };
  const columns = bestColumns(count, width, height);
  const rows = Math.ceil(count / columns);
  return { columns, rows, size: typeSize(width / columns, height / rows, height) };
}

function bestColumns(count, width, height) {
  const all = Array.from({ length: count }, (_, at) => at + 1);
  const cost = (columns) => costOf(columns, count, width, height);
  return all.reduce((best, columns) => (cost(columns) < cost(best) ? columns : best));
}

/* A shape far from the best one costs, and so do empty places at the end. */
function costOf(columns, count, width, height) {
  const rows = Math.ceil(count / columns);
  const shape = width / columns / (height / rows);
  const empty = columns * rows - count;
  return Math.abs(Math.log(shape / BEST_SHAPE)) + (empty ? 0.35 : 0) + (1.5 * empty) / count;
}

/* Type gets its part of a card, so that the bar gets the rest. On a board of many rows it keeps a size that the back row can
   read, 28 of 1080 pixels of screen, and the bars become lower. */
function typeSize(cardWidth, cardHeight, height) {
  const wished = Math.max(cardHeight * 0.133, Math.min(height * 0.034, cardHeight * 0.175));
  return Math.min(LARGEST, Math.max(SMALLEST, Math.min(wished, cardWidth * 0.105)));
}

/* The largest size from `first` downwards at which `fits(size)`, in small steps; the smallest one when none does. */
export function fittingSize(first, fits) {
  for (let size = first; size > SMALLEST; size *= 0.98) {
    if (fits(size)) return size;
  }
  fits(SMALLEST);
  return SMALLEST;
}
