/* What this page says, in its language.

   t("Saved")   t("%(answered)s of %(all)s", { answered: 3, all: 24 })   tn("%(n)s dot", "%(n)s dots", n)   number(1234)   percent(65)

   English stands in the scripts; the page carries what they say in another language (pollapp/languages.py finds the calls of t
   and tn in the scripts, so the first arguments must be plain strings). Numbers among the values are written as in the
   region that the browser named. */

const NOTHING = { language: "en", region: "en", plurals: {}, messages: {} };
const block = typeof document === "undefined" ? null : document.getElementById("words");
const { language, region, plurals, messages } = block ? JSON.parse(block.textContent) : NOTHING;
const numbers = new Intl.NumberFormat(region);
const percents = new Intl.NumberFormat(region, { style: "percent" });
const rules = Intl.PluralRules ? new Intl.PluralRules(language) : { select: (n) => (n === 1 ? "one" : "other") };

export const number = (n) => numbers.format(n);

/* `whole`: percent as a whole number, 0 to 100. */
export const percent = (whole) => percents.format(whole / 100);

export function t(message, values = {}) {
  const [said] = messages[message] || [message];
  return filled(said, values);
}

/* The form that goes with the number `n`; `%(n)s` is that number. */
export function tn(one, many, n, values = {}) {
  const forms = messages[one] || [one, many];
  const form = messages[one] ? plurals[rules.select(n)] || 0 : Number(n !== 1);
  return filled(forms[Math.min(form, forms.length - 1)], { n, ...values });
}

function filled(message, values) {
  return message.replace(/%\((\w+)\)s/g, (_, name) => (typeof values[name] === "number" ? number(values[name]) : values[name]));
}
