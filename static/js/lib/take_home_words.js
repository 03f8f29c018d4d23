/* What is said while a file to take home is being made. */

import { t } from "./language.js";

export const words = {
  step: {
    wait: t("others are taking files home, this one comes next"),
    read: t("reading what was stored…"),
    fold: t("going through the session…"),
    make: t("making the file…"),
  },
  loading: t("loading…"),
  making: (file, step) => t("%(file)s: %(step)s", { file, step }),
  oneByOne: t("One file after the other: wait for this one, or cancel it."),
  done: (name) => t("Saved among your downloads as %(name)s.", { name }),
  cancelled: t("Cancelled: no file was saved."),
  failed: t("The file could not be made. Is the server running? Try again."),
  back: t("The server answers again: press once more for the file."),
  refused: (sentence, hint) => `${sentence} ${hint}`,
};
