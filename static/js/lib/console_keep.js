/* How long the session is kept: changed without leaving the page, and looked at again where another console has changed it. Without this
   script the form does it by itself; where nothing can be changed, as in a rehearsal, there is none. */

import { $, setText, tell } from "./console_dom.js";
import { words } from "./console_words.js";
import { pageAgain } from "./page_again.js";

export function keepOn() {
  const form = $("keep-form");
  if (!form) return { lookAgain() {} };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await post(form);
    if (answer.choices) paint(answer);
    form.reset(); // to what holds
    tell($("keep-note"), answer.choices ? words.keptUntil(answer.now) : words.refused(answer.sentence, answer.hint), !answer.choices);
  });

  async function lookAgain() {
    const newer = await pageAgain();
    const row = newer && newer.getElementById("keep-form");
    if (!row) return;
    const choices = [...row.querySelectorAll("[name=keep]")].map(({ value, checked, disabled }) => ({
      key: value,
      chosen: checked,
      offered: !disabled,
    }));
    const [now, sentence] = ["keep-now", "keep-sentence"].map((id) => newer.getElementById(id).textContent);
    paint({ now, sentence, choices });
    form.reset();
  }

  function paint({ now, sentence, choices }) {
    setText($("keep-now"), now);
    setText($("keep-sentence"), sentence);
    choices.forEach(({ key, chosen, offered }) => {
      const radio = form.querySelector(`[value="${key}"]`);
      radio.defaultChecked = chosen;
      radio.disabled = !offered && !chosen;
    });
  }

  return { lookAgain };
}

/* A link such as the report's, …/console/<session>#keep-row, finds its row open. */
export function openRowOfAddress() {
  const row = [...document.querySelectorAll(".row[id]")].find(({ id }) => window.location.hash === `#${id}`);
  if (row) row.open = true;
}

/* How it is kept now, or a refusal with sentence and hint. */
async function post(form) {
  const nothing = { sentence: words.handover.unreachable, hint: "" };
  const body = new URLSearchParams(new FormData(form));
  try {
    const response = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body, cache: "no-store" });
    const answer = await response.json();
    return answer.choices || answer.sentence ? answer : nothing;
  } catch (unreachable) {
    return nothing;
  }
}
