/* The recovery phrase: hidden until it is asked for, because the laptop may be on the projector, and hidden again by itself. */

import { $, setHidden, setText, tell } from "./console_dom.js";
import { words } from "./console_words.js";

const HIDE_AFTER = 60000; // milliseconds

export function secretOn(urls) {
  const [row, part, phrase, link, toggle, said] = ["row", "part", "text", "link", "show", "note"].map((name) => $(`phrase-${name}`));
  let timer = 0;

  toggle.addEventListener("click", () => (part.hidden ? ask(urls.phrase) : hide()));
  $("phrase-new").addEventListener("click", () => askFirst(true));
  $("phrase-keep").addEventListener("click", keep);
  $("phrase-make").addEventListener("click", make);
  row.addEventListener("toggle", () => row.open || close());
  document.addEventListener("visibilitychange", () => document.hidden && hide());

  /* A new phrase takes effect at once, elsewhere too: it is made on the second press. */
  function askFirst(asking) {
    setHidden($("phrase-ask"), !asking);
    $("phrase-new").setAttribute("aria-expanded", String(asking));
    if (asking) $("phrase-ask").scrollIntoView({ block: "nearest" });
  }

  function keep() {
    askFirst(false);
    $("phrase-new").focus();
  }

  function make() {
    keep();
    hide(); // what stands there may be worthless in a moment, also where no answer comes
    ask(urls.new_phrase, words.madeNew, words.maybeNew);
  }

  function close() {
    askFirst(false);
    hide();
  }

  async function ask(url, done = "", unanswered = words.noPhrase) {
    const answer = await post(url, unanswered);
    if (answer.phrase) reveal(answer);
    tell(said, answer.phrase ? done : words.refused(answer.sentence, answer.hint), !answer.phrase);
  }

  function reveal(answer) {
    setText(phrase, answer.phrase);
    link.value = answer.link;
    setHidden(part, false);
    setText(toggle, words.hide);
    clearTimeout(timer);
    timer = setTimeout(hide, HIDE_AFTER);
  }

  function hide() {
    clearTimeout(timer);
    if (part.hidden) return;
    setText(phrase, "");
    link.value = "";
    setHidden(part, true);
    setText(toggle, words.show);
    tell(said, words.phraseHidden);
  }

  return { hide };
}

/* {phrase, link}, or a refusal with sentence and hint. */
async function post(url, unanswered) {
  const nothing = { sentence: unanswered, hint: "" };
  try {
    const response = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, cache: "no-store" });
    const answer = await response.json();
    return answer.phrase || answer.sentence ? answer : nothing;
  } catch (unreachable) {
    return nothing;
  }
}
