/* What moves on a screen, and only where nobody asked for reduced motion.

   const moved = movingFrom(items);  … change their places …  moved();      elements glide to where they are now
   unroll(bar, 3);                                                         a bar is laid out from its start, as the fourth of many
   atOnce(() => board.paint(view));                                        nothing moves meanwhile */

const GLIDES = 600; // milliseconds, also below
const UNROLLS = 700;
const NEXT_ONE = 25;
const EASING = "cubic-bezier(0.3, 0, 0.1, 1)";

let still = false;

export function movingFrom(items) {
  if (isStill()) return () => {};
  const before = new Map(items.filter((item) => !item.hidden).map((item) => [item, item.getBoundingClientRect()]));
  return () => before.forEach((was, item) => glide(item, was));
}

function glide(item, was) {
  if (item.hidden || !was.width) return;
  const now = item.getBoundingClientRect();
  const [across, down] = [was.left - now.left, was.top - now.top];
  if (Math.abs(across) < 2 && Math.abs(down) < 2) return;
  item.animate([{ transform: `translate(${across}px, ${down}px)` }, { transform: "none" }], { duration: GLIDES, easing: EASING });
}

export function unroll(element, place) {
  if (isStill()) return;
  const steps = [{ clipPath: "inset(0 100% 0 0)" }, { clipPath: "inset(0)" }];
  element.animate(steps, { duration: UNROLLS, delay: place * NEXT_ONE, fill: "backwards", easing: EASING });
}

export function atOnce(paint) {
  still = true;
  try {
    paint();
  } finally {
    still = false;
  }
}

function isStill() {
  return still || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
