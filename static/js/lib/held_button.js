/* A button that does something only while it is held: by finger or mouse, or with space or Enter.

   whileHeld(button, press, release): release comes once for each press, also when the pointer slips off the button, when the focus or
   the page goes away, and when a touch turns into scrolling. Returns a function that lets go of it, whoever holds it. */

const KEYS = [" ", "Enter"];

export function whileHeld(button, press, release) {
  let held = false;

  button.addEventListener("pointerdown", (event) => event.button === 0 && hold());
  ["pointerup", "pointerleave", "pointercancel", "blur"].forEach((ending) => button.addEventListener(ending, letGo));
  button.addEventListener("keydown", (event) => KEYS.includes(event.key) && !event.repeat && hold());
  button.addEventListener("keyup", (event) => KEYS.includes(event.key) && letGo());
  button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch asks for it
  window.addEventListener("blur", letGo);
  document.addEventListener("visibilitychange", () => document.hidden && letGo());

  function hold() {
    if (held) return;
    held = true;
    press();
  }

  function letGo() {
    if (!held) return;
    held = false;
    release();
  }

  return letGo;
}
