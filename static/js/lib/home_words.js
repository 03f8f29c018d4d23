/* Every sentence that JavaScript shows on the form that opens a session. t and tn say it in the page's language. */

import { t, tn } from "./language.js";

export const words = {
  picked: (count) => (count ? tn("%(n)s square picked by hand", "%(n)s squares picked by hand", count) : t("no squares picked by hand")),
  unprotected: t("not protected"),
  /* `minimum`: null while what is typed is none. */
  protectedFrom: (minimum) => (minimum === null ? t("protected") : t("protected: shown from %(minimum)s dots on", { minimum })),
};
