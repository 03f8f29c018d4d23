/* Full screen by F or by a discreet button, which is there while the pointer moves. Where the browser has none, nothing is offered. */

import { words } from "./screen_words.js";
import { setText } from "./text.js";

const STAYS = 2500; // milliseconds after the pointer has come to rest

export function fullScreenOn(button) {
  if (!document.fullscreenEnabled) return;
  let timer = 0;

  function toggle() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {}); // a browser may say no: then it stays as it is
  }

  function pointerMoved() {
    clearTimeout(timer);
    document.body.dataset.pointer = "moving";
    timer = setTimeout(() => (document.body.dataset.pointer = "resting"), STAYS);
  }

  function paint() {
    setText(button, document.fullscreenElement ? words.smallScreen : words.fullScreen);
  }

  button.hidden = false;
  button.addEventListener("click", toggle);
  document.addEventListener("fullscreenchange", paint);
  document.addEventListener("pointermove", pointerMoved);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat) toggle();
  });
  paint();
}
