/* Type that shrinks until all of it is on the screen: nothing on the projector is ever cut off.

   fitInto(element, { parts, drop, least })     sets --fit on `element`, 1 or less, which its sizes are multiplied by

   `parts`: what must not overflow, `element` itself if left out. When type would become too small for the back row, `drop()` takes
   one thing away, and says whether there was one. */

const STEP = 0.97;
const LEAST = 0.9; // 25 of 28 pixels at 1080p
const LINE = 0.15; // of the size of type
const SMALLEST = 0.3; // rather too small than cut off

/* The largest fit from 1 down at which `fits(fit)`; below `least` only when there is nothing left to `drop`. Pure. */
export function fitting(fits, drop = () => false, least = LEAST) {
  for (;;) {
    const found = downTo(least, 1, fits);
    if (found) return found;
    if (!drop()) break;
  }
  return downTo(SMALLEST, least, fits) || SMALLEST;
}

function downTo(least, from, fits) {
  for (let fit = from; fit >= least; fit *= STEP) {
    if (fits(fit)) return fit;
  }
  return 0;
}

export function fitInto(element, { parts = [element], drop, least } = {}) {
  if (!element.clientHeight) return;
  const fits = (fit) => {
    element.style.setProperty("--fit", String(fit));
    return !parts.some(overflows);
  };
  fits(fitting(fits, drop, least));
}

/* Calls `fit` now and whenever there is another space, or other type, to fit into. */
export function whenSpaceChanges(element, fit) {
  new ResizeObserver(fit).observe(element);
  if (document.fonts) document.fonts.ready.then(fit);
}

/* A pixel of rounding is not too much, nor is the little by which letters may be higher than their last line. */
export function overflows(element) {
  const spare = 1 + LINE * parseFloat(getComputedStyle(element).fontSize);
  return element.scrollHeight > element.clientHeight + spare || element.scrollWidth > element.clientWidth + 1;
}
