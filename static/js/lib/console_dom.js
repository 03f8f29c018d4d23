/* Small moves on the page, each changing it only where it differs: focus and a screen reader's place stay where they are. */

import { setText } from "./text.js";

export { setText };

export const $ = (id) => document.getElementById(id);

/* Say something next to a control, and bring it into sight. */
export function tell(note, text, refused = false) {
  note.dataset.status = refused ? "refused" : "ok";
  setText(note, text);
  if (text) note.scrollIntoView({ block: "nearest" });
}

export function setHidden(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/* Not `disabled`, which would lose the focus: the button stays where it is, and its press does nothing. */
export function setOff(button, off) {
  if ((button.getAttribute("aria-disabled") === "true") !== off) button.setAttribute("aria-disabled", String(off));
}

export function setPressed(button, pressed) {
  if (button.getAttribute("aria-pressed") !== String(pressed)) button.setAttribute("aria-pressed", String(pressed));
}
