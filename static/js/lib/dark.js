/* Light or dark on the projector, by D or by a discreet button. It is light to begin with, whatever the laptop is: rooms are lit.
   Kept in a cookie of the projector's pages alone, so that the server renders the next one right. */

import { words } from "./screen_words.js";
import { onSingleKey } from "./single_keys.js";
import { setText } from "./text.js";

const YEAR = 365 * 24 * 60 * 60;

/* `sheet`: the <link> of dark.css, which counts while its media is "screen": paper is always white. */
export function darkOn(button, sheet) {
  const isDark = () => sheet.media === "screen";

  function toggle() {
    sheet.media = isDark() ? "not all" : "screen";
    document.cookie = `projector_theme=${isDark() ? "dark" : "light"}; path=/projector; max-age=${YEAR}; SameSite=Lax`;
    paint();
  }

  function paint() {
    setText(button, isDark() ? words.light : words.dark);
  }

  button.hidden = false;
  button.addEventListener("click", toggle);
  onSingleKey("d", toggle);
  paint();
}
