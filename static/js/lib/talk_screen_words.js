/* Every sentence that JavaScript shows on the projector of the talk, in one place: the spotlight, the wrap-up, the takeaways.
   t and tn say it in the page's language; names of choices come from the grid. */

import { number, percent, t, tn } from "./language.js";
import { room } from "./room_words.js";

/* What the room did, in plain words; see roomOf in spotlight_room.js. */
const plain = {
  all: ([choice]) => t("everybody %(choice)s", { choice }),
  nearlyAll: ([choice]) => t("nearly everybody %(choice)s", { choice }),
  most: ([choice]) => t("most of the room %(choice)s", { choice }),
  overHalf: ([choice]) => t("more than half %(choice)s", { choice }),
  mostDots: ([choice]) => t("more dots on %(choice)s than on any other", { choice }),
  equally: ([one, other]) => t("as many %(one)s as %(other)s", { one, other }),
  halves: ([one, other]) => t("half %(one)s, half %(other)s", { one, other }),
  nearlyHalves: ([one, other]) => t("nearly half %(one)s, half %(other)s", { one, other }),
  twoSides: ([one, other]) => t("two sides, %(one)s and %(other)s", { one, other }),
  everywhere: ([one, other]) => t("dots everywhere from %(one)s to %(other)s", { one, other }),
};

const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

function wordOf({ word, leading }, choices) {
  return room[word](leading.map((at) => choices[at].name));
}

function stepsApart(quarters) {
  if (quarters < 1) return t("less than a quarter of a step");
  const inWords = [t("about a quarter of a step"), t("about half a step"), t("about three quarters of a step"), t("about one step")];
  return inWords[quarters - 1] || t("about %(steps)s steps", { steps: quarters / 4 });
}

export const words = {
  wordOf,

  /* Above the square in the spotlight, and the countdown beside it */
  place(square, place) {
    if (!place) return t("square %(square)s", { square });
    return t("square %(square)s · %(at)s of %(all)s on our agenda", { square, at: place[0], all: place[1] });
  },
  countdown: t("Countdown"),
  paused: t("paused"),

  /* Below the dots */
  headline: (result, choices) => `${capital(wordOf(result, choices))}.`,
  oneDot: (choice) => t("One dot: %(choice)s.", { choice }),
  agreement: (agreement, { kind, names }) =>
    t("Agreement %(percent)s: %(plain)s.", { percent: percent(agreement), plain: plain[kind](names) }),
  reach([low, high]) {
    if (low === high) return t("One dot either way would not change it.");
    return t("One dot either way would make it %(low)s to %(high)s.", { low: percent(low), high: percent(high) });
  },
  /* To a quarter of a step; the spreadsheet has the figure. How many the whole way is says how long a step is. */
  apart(steps, choices) {
    if (!steps) return "";
    const [first, last] = [choices[0].name, choices[choices.length - 1].name];
    const scale = tn("%(first)s to %(last)s: %(n)s step", "%(first)s to %(last)s: %(n)s steps", choices.length - 1, { first, last });
    return t("On average, two random dots are %(apart)s apart (%(scale)s).", { apart: stepsApart(Math.round(steps * 4)), scale });
  },
  fragile: t("One dot could change the word."),
  withheld: (n, minimum) => (n < minimum ? t("Fewer than %(minimum)s dots: not shown.", { minimum }) : t("Too few dots: not shown.")),
  noDots: t("No dots."),
  covered: (dots) => tn("Covered: %(n)s dot.", "Covered: %(n)s dots.", dots),
  paper: (paper) => tn("%(n)s of them from paper", "%(n)s of them from paper", paper),
  count: number,

  /* A second look */
  before: t("before"),
  after: t("now"),
  wordAndPercent: (word, agreement) => (agreement === null ? word : t("%(word)s, %(percent)s", { word, percent: percent(agreement) })),

  /* Beside the dots */
  prompt: {
    principles: t("Principles that bear on it"),
    lenses: t("Ways to look at it"),
    steps: t("Steps to resolve it"),
  },
  noKey: t("a prompt, not an answer key"),
  cited: (count, all) => t("cited by %(count)s of %(all)s", { count, all }),
  citedShort: (principle, count) => `${number(principle)} (${number(count || 0)})`,
  alsoCited: (list) => t("Also cited, by how many: %(list)s", { list }),
  reason: t("A reason from the room"),
  quote: (said) => t("“%(said)s”", { said }),

  /* The end */
  agree: t("Where we agree"),
  differ: t("Where we don’t"),
  moved: t("What moved"),
  broughtUp: t("Reasons brought up"),
  noSquare: t("On none of the squares."),
  fromTo: (from, to) => t("%(from)s → %(to)s", { from, to }),
  takeWithYou: t("What do you take with you?"),
  onYourPhone: t("Write it on your phone, in a sentence. It is shown without a name."),
  thanks: t("Thank you. This session is over."),
  more: (left) => tn("and %(n)s more", "and %(n)s more", left),
};
