/* What is said while a file to take home is being made. */

import { t } from "./language.js";

export const words = {
  step: {
    wait: t("Others are taking files home: yours comes next."),
    read: t("Reading what was stored…"),
    fold: t("Going through the session…"),
    make: t("Making the file…"),
  },
  loading: t("Loading…"),
  done: (name) => t("Saved as %(name)s.", { name }),
  cancelled: t("Cancelled."),
  failed: t("The file could not be made. Is the server running? Try again."),
  refused: (sentence, hint) => `${sentence} ${hint}`,
};
