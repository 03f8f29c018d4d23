/* How people moved since the last round, in sentences: the same for the phone and the projector. Reported, and not judged. */

import { t, tn } from "./language.js";

/* `shift` as it stands in a view: undefined while nobody asks yet, null where it may not be told. */
export function shiftSays(shift, choices) {
  if (shift === undefined) return "";
  if (!shift) return t("Who moved is not shown: too few.");
  const [one, other] = [choices[0].name, choices[choices.length - 1].name];
  return [moved(shift, one, other), left(shift.left), joined(shift.new)].filter(Boolean).join(" ");
}

function moved({ both, stayed, toward_first: first, toward_last: last }, one, other) {
  if (both === stayed) return t("All %(both)s who voted twice stayed.", { both });
  const values = { both, stayed, first, last, one, other };
  return t("Of %(both)s who voted twice, %(stayed)s stayed, %(first)s moved towards %(one)s, %(last)s towards %(other)s.", values);
}

function left(people) {
  return people ? tn("%(n)s did not vote again.", "%(n)s did not vote again.", people) : "";
}

function joined(people) {
  return people ? tn("%(n)s is new.", "%(n)s are new.", people) : "";
}
