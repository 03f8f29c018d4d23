/* The keys of a film, a presenter's clicker among them. Pure: a keydown in, what it asks for out (toggle | on | back | first | last | null). */

const WISHES = {
  " ": "toggle",
  ArrowRight: "on",
  PageDown: "on",
  ArrowLeft: "back",
  PageUp: "back",
  Home: "first",
  End: "last",
};
const PRESSED_BY_SPACE = "button, a, summary"; // space is theirs

export function wishOf({ key, repeat, ctrlKey, altKey, metaKey, shiftKey, target }) {
  if (ctrlKey || altKey || metaKey || shiftKey) return null;
  const wish = WISHES[key] || null;
  if (wish === "toggle" && (repeat || (target && target.closest && target.closest(PRESSED_BY_SPACE)))) return null;
  return wish;
}
