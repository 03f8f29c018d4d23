/* The list of keys, on `?` or by its button; in it the switch for keys that are a single sign. */

import { $ } from "./console_dom.js";
import { closeDialog, openDialog } from "./dialog.js";
import { onSingleKey, singleKeysAreOn, switchSingleKeys } from "./single_keys.js";

export function helpOnKeys() {
  const dialog = $("keys-dialog");
  const single = $("single-keys");

  function show() {
    single.checked = singleKeysAreOn();
    openDialog(dialog);
  }

  document.querySelectorAll("[data-keys]").forEach((button) => button.addEventListener("click", show));
  $("keys-close").addEventListener("click", () => closeDialog(dialog));
  single.addEventListener("change", () => switchSingleKeys(single.checked));
  onSingleKey("?", show);
}
