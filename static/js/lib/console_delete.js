/* The question before everything is deleted. Whoever presses its last button twice deletes once. */

import { $ } from "./console_dom.js";
import { closeDialog, openDialog } from "./dialog.js";

export function deleteOn() {
  const dialog = $("delete-dialog");
  let sent = false;

  $("ask-delete").addEventListener("click", () => openDialog(dialog));
  $("keep").addEventListener("click", close);
  $("delete-form").addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => (sent = false)); // back here, where the server did not answer

  function close() {
    closeDialog(dialog);
  }

  return { close };
}
