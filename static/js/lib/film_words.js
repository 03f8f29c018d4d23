/* Every sentence that JavaScript shows on the film's page but on its board. t and tn say it in the page's language. */

import { t, tn } from "./language.js";
import { words as screen } from "./screen_words.js";

const here = {
  unveiling: (round) => t("Round %(round)s is closed and revealed square by square", { round }),
  takeaways: () => t("Takeaways"),
  closed: () => t("The end: each square as it was last"),
};

export const words = {
  dots: (n) => tn("%(n)s dot", "%(n)s dots", n),
  step: (step, all) => t("Step %(step)s of %(all)s", { step, all }),
  /* What a screen reader says of the slider. */
  spoken: (step, all, { stage, round, dots }) =>
    t("step %(step)s of %(all)s, round %(round)s, %(dots)s: %(stage)s", {
      ...{ step, all, round, dots: words.dots(dots) },
      stage: words.stage(stage, round),
    }),
  stage: (stage, round) => (here[stage] || screen.stage[stage])(round),
  sentence: ({ stage, round, dots }) => screen.sentence([words.stage(stage, round), stage === "closed" ? "" : words.dots(dots)]),
  speed: (times) => t("%(times)s×", { times }),
  offline: [t("No connection to the server."), t("The film is fetched as soon as it is back.")],
  again: [t("Not yet."), t("It is tried again in a moment.")],
  opened: [t("The session has been opened again."), t("There is a film once it is closed, with its results revealed.")],
  gone: screen.gone,
};
