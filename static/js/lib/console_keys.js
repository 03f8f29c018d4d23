/* A presenter's clicker: Page Down or → goes on, Page Up or ← goes back. Never while somebody types, in a dialog, or goes
   through a fold by keyboard, and never because a key is held down. */

const WAYS = { PageDown: "next", ArrowRight: "next", PageUp: "back", ArrowLeft: "back" };
const FIELDS = "input, textarea, select, [contenteditable]";

/* "next", "back" or null. `event` is a keydown; `byKeyboard`: whether the focus was moved there with the keyboard. */
export function wayOf(event, { dialogOpen, byKeyboard }) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.defaultPrevented) return null;
  if (dialogOpen || within(event.target, FIELDS) || (byKeyboard && within(event.target, "details"))) return null;
  return WAYS[event.key] || null;
}

function within(target, selector) {
  return Boolean(target && target.closest && target.closest(selector));
}

/* Call `go(way)` for each such key. */
export function listenToClicker(go) {
  let byKeyboard = false;
  document.addEventListener("pointerdown", () => (byKeyboard = false), true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab") byKeyboard = true;
    const dialogOpen = Boolean(document.querySelector("dialog[open]"));
    const way = wayOf(event, { dialogOpen, byKeyboard });
    if (!way) return undefined;
    event.preventDefault();
    return go(way);
  });
}
