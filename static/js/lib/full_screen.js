/* Full screen, by F or by a discreet button. Where the browser has none, nothing is offered. */

import { words } from "./screen_words.js";
import { onSingleKey } from "./single_keys.js";
import { setText } from "./text.js";

export function fullScreenOn(button) {
  if (!document.fullscreenEnabled) return;
  function toggle() {
    if (document.fullscreenElement) document.exitFullscreen();
    // eslint-disable-next-line no-restricted-properties -- only where fullscreenEnabled says so
    else document.documentElement.requestFullscreen().catch(() => {}); // a browser may say no: then it stays as it is
  }

  function paint() {
    // eslint-disable-next-line compat/compat -- only where fullscreenEnabled says so
    setText(button, document.fullscreenElement ? words.smallScreen : words.fullScreen);
  }

  button.hidden = false;
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", paint);
  onSingleKey("f", toggle);
  paint();
}
