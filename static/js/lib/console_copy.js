/* Addresses to take elsewhere: a button that copies one, one that opens the projector in a window of its own, and a new link for it. */

import { $, tell } from "./console_dom.js";
import { words } from "./console_words.js";

export function copyButtons() {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.addEventListener("click", () => copy(button, $(button.dataset.copy), $(`${button.dataset.copy}-note`)));
  });
}

/* The clipboard does not exist on a plain http page of a LAN; there the old way, and at last the person's own hands. */
async function copy(button, field, note) {
  field.focus();
  field.select();
  tell(note, "");
  const copied = await toClipboard(field.value);
  tell(note, copied ? words.copied : words.copyByHand);
  if (copied) button.focus(); // not in the field: there the clicker's keys would do nothing
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (notHere) {
    return document.execCommand("copy");
  }
}

/* The page after a new link was asked for says so, once: a reload has nothing new to say. */
export function newProjectorLink() {
  if (window.location.hash !== "#projector-new") return;
  window.history.replaceState(null, "", "#projector-row");
  $("projector-row").open = true;
  tell($("projector-new"), words.newProjector);
}

/* A window, not a tab: it can be dragged to the projector. Pressed again, it is the same one. */
export function projectorLinks(name) {
  document.querySelectorAll("[data-projector]").forEach((link) => {
    link.addEventListener("click", (event) => {
      const opened = window.open(link.href, name, "popup,width=1280,height=720");
      if (!opened) return; // blocked: let the link open a tab
      opened.focus();
      event.preventDefault();
    });
  });
}
