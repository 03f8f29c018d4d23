/* Elements that change places glide there. `const moved = movingFrom(items)` before the change, `moved()` after it. */

const LASTS = 600; // milliseconds

export function movingFrom(items) {
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return () => {};
  const before = new Map(items.filter((item) => !item.hidden).map((item) => [item, item.getBoundingClientRect()]));
  return () => before.forEach((was, item) => glide(item, was));
}

function glide(item, was) {
  if (item.hidden || !was.width) return;
  const now = item.getBoundingClientRect();
  const [across, down] = [was.left - now.left, was.top - now.top];
  if (Math.abs(across) < 2 && Math.abs(down) < 2) return;
  item.animate([{ transform: `translate(${across}px, ${down}px)` }, { transform: "none" }], { duration: LASTS, easing: "cubic-bezier(0.3, 0, 0.1, 1)" });
}
