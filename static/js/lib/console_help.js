/* The list of keys, on `?` or by its button; in it the switch for keys that are a single sign. */

import { $ } from "./console_dom.js";
import { onSingleKey, singleKeysAreOn, switchSingleKeys } from "./single_keys.js";

export function helpOnKeys() {
  const dialog = $("keys-dialog");
  const single = $("single-keys");

  function show() {
    single.checked = singleKeysAreOn();
    // eslint-disable-next-line no-restricted-properties -- engines of 2021 know no dialog: they show it at the end of the page
    if ("open" in dialog) dialog.showModal();
    else dialog.scrollIntoView();
  }

  document.querySelectorAll("[data-keys]").forEach((button) => button.addEventListener("click", show));
  $("keys-close").addEventListener("click", () => dialog.close());
  single.addEventListener("change", () => switchSingleKeys(single.checked));
  onSingleKey("?", show);
}
