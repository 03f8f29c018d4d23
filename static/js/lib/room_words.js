/* What the room thinks of a square, in a word: one for the phone, the projector and the console. `choices`: the names that lead. */

import { t } from "./language.js";

/* "this and that", as the language joins names. */
export function both(names) {
  return names.reduce((said, name) => (said ? t("%(one)s and %(other)s", { one: said, other: name }) : name), "");
}

export const room = {
  agreed: (choices) => t("agreed %(choices)s", { choices: both(choices) }),
  leaning: (choices) => t("leaning %(choices)s", { choices: both(choices) }),
  split: () => t("split"),
  spread: () => t("spread"),
};
