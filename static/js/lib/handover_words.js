/* What JavaScript shows on the phone that waits for control. t says it in the page's language. */

import { t } from "./language.js";

export const words = {
  offline: t("No connection. It is tried again."),
};
