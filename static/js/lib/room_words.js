/* What the room thinks of a square, in a word: one for the phone, the projector and the console. `choices`: the names that lead. */

import { both, t } from "./language.js";

export const room = {
  agreed: (choices) => t("agreed %(choices)s", { choices: both(choices) }),
  leaning: (choices) => t("leaning %(choices)s", { choices: both(choices) }),
  split: () => t("split"),
  spread: () => t("spread"),
};
