/* Every sentence that JavaScript shows on the phone, in one place. t and tn say it in the page's language. */

import { percent, t, tn } from "./language.js";
import { room } from "./room_words.js";

export const words = {
  progress: (answered, all) => t("%(answered)s of %(all)s", { answered, all }),

  saved: t("Saved"),
  skipped: t("Skipped"),
  saving: t("Saving…"),
  noConnection: t("Waiting for connection"),
  notStored: t("Not saved yet: the server could not store it. It is tried again."),
  late: (stands) => (stands ? t("Your change is not counted: the round had closed") : t("Not counted: the round had closed")),
  refused: (sentence, hint) => `${sentence} ${hint}`,

  clear: t("Clear"),
  skip: t("Skip"),
  unskip: t("Don’t skip"),

  said: (what, choice, at, all) => t("%(what)s: %(choice)s, square %(at)s of %(all)s", { what, choice, at, all }),
  saidSkipped: (what, at, all) => t("%(what)s: square %(at)s of %(all)s", { what, at, all }),

  stillOpen(open, all) {
    if (open === 0) return t("Every square has your answer.");
    if (open === all) return t("No square has your dot yet. You can leave squares open.");
    return tn("%(n)s square is still open. You can leave it open.", "%(n)s squares are still open. You can leave them open.", open);
  },
  doneWith(answered, all) {
    if (answered === all) return tn("The square has your answer.", "All %(n)s squares have your answer.", all);
    return tn("%(n)s of %(all)s squares has your answer.", "%(n)s of %(all)s squares have your answer.", answered, { all });
  },
  then: (revealed) =>
    revealed ? t("The room’s dots are revealed: press I’m done to see them.") : t("You can change your dots until the round closes."),
  lateOnes: (count) =>
    tn(
      "One of your dots arrived after its round had closed. It is not counted.",
      "%(n)s of your dots arrived after their round had closed. They are not counted.",
      count,
    ),
  unreadable: t("Dots that waited on this phone could not be read. Look whether all of yours are here."),

  noDots: (closed) => (closed ? t("No dots") : t("No dots yet")),
  withheld: (n, minimum) => (n < minimum ? t("Fewer than %(minimum)s dots: not shown", { minimum }) : t("Too few dots: not shown")),
  room,
  agreement: (whole) => t("%(percent)s agreement", { percent: percent(whole) }),

  /* Short, so that most phones show them on one line: they lie over the page. */
  offline: (lasts) => (lasts ? t("No connection. Dots are kept and sent later.") : t("No connection. Dots wait here: keep this page open.")),
  offlineElsewhere: t("No connection. This page waits for it."),

  protectedBy: (minimum) => t("A square’s colours are shown once at least %(minimum)s people have placed a dot on it.", { minimum }),
  unprotected: t(
    "Small groups are not protected here: with few people, others may work out who placed which dot, as on a paper poster.",
  ),

  gone: [t("This session was deleted."), t("Everything in it is gone, your dots too. There is nothing left to do here.")],
  forgotten: [
    t("Your dots are forgotten."),
    t(
      "They count no longer. Totals that were already shown change once enough others change too, so that nobody can work out which were yours.",
    ),
  ],
  canJoinAgain: t("You can join again and start anew."),
  askToJoinAgain: t("Joining is locked. Ask the facilitator if you want to join again."),
  joinAgain: t("Join again"),
  reload: t("Reload this page"),
};
