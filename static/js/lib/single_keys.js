/* Keys that are one letter or sign (?, F, D): quick for those who know them, a nuisance for whoever speaks to the computer or hits
   keys by accident. So they can be switched off, in every window of this browser (WCAG 2.1.4). */

const KEY = "pollapp single keys";

export function singleKeysAreOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch (noStorage) {
    return true;
  }
}

export function switchSingleKeys(on) {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch (noStorage) {
    /* then they stay as they are */
  }
}

/* Call `act` when `key` is pressed alone, and nobody is typing or in a dialog. */
export function onSingleKey(key, act) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (typing || document.querySelector("dialog[open]") || !singleKeysAreOn()) return;
    act();
  });
}
