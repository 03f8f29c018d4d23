/* One square on the phone: its targets, its status, and the room's dots. Updates the elements the server has rendered, never
   rebuilds them, so that focus and a thumb on its way stay where they are. */

import { number } from "./language.js";
import { words } from "./phone_words.js";
import { setText } from "./text.js";

const PENDING = ["sending", "waiting"];

/* `tapped(id, choice)`: a choice's key, null to clear, undefined to skip. `say(text)` reaches a screen reader, politely. */
export function squareOn(item, choices, { tapped, say }) {
  const id = Number(item.dataset.square);
  const find = (name) => item.querySelector(`[data-part="${name}"]`);
  addOutcome(item);
  const radios = [...item.querySelectorAll("input[type=radio]")];
  const status = find("status");
  const undo = find("undo");
  const names = new Map(choices.map((choice) => [choice.key, choice.name]));
  let before = null;

  radios.forEach((radio) => radio.addEventListener("change", () => tapped(id, radio.value)));
  undo.addEventListener("click", () => tapped(id, before.choice === null && !before.skipped ? undefined : null));

  /* `dot` as outbox.on() tells it; `at` is this square's place, from 1, among `all`. */
  function paint(dot, at, all) {
    radios.forEach((radio) => {
      radio.checked = radio.value === dot.choice;
    });
    setText(status, statusWords(dot));
    setText(find("late"), dot.status === "saved" ? "" : statusWords(dot));
    find("late").dataset.status = dot.status;
    status.dataset.status = dot.status;
    item.dataset.skipped = String(dot.skipped);
    setText(undo, dot.skipped ? words.unskip : dot.choice === null ? words.skip : words.clear);
    item.querySelectorAll("[data-yours]").forEach((mark) => {
      mark.hidden = mark.dataset.yours !== (dot.choice || "");
    });
    if (before && PENDING.includes(before.status) && !PENDING.includes(dot.status)) announce(dot, at, all);
    before = dot;
  }

  function announce(dot, at, all) {
    const what = statusWords(dot);
    if (!what) return;
    say(dot.choice === null ? words.saidSkipped(what, at, all) : words.said(what, names.get(dot.choice), at, all));
  }

  /* `result` as it stands in a view, undefined when nothing may be seen; `closed`: no more dots can come. */
  function paintRoom(result, { minimum, closed }) {
    find("room").hidden = !result;
    const counts = (result && result.counts) || [];
    const shown = counts.some((count) => count > 0);
    find("bar").hidden = !shown;
    item.querySelectorAll("[data-segment]").forEach((segment, at) => {
      const count = counts[at] || 0;
      segment.hidden = !count;
      segment.style.setProperty("--n", String(count));
      setText(segment.querySelector("[data-part=count]"), number(count));
    });
    if (result) setText(find("says"), roomWords(result, minimum, closed));
    setText(find("agreement"), shown && result.agreement !== null ? words.agreement(result.agreement) : "");
  }

  function roomWords(result, minimum, closed) {
    if (result.withheld) return words.withheld(minimum);
    if (!result.n) return words.noDots(closed);
    return words.room[result.word](result.leading.map((at) => choices[at].name));
  }

  return { id, item, paint, paintRoom, focus: () => radios[0].focus({ preventScroll: true }) };
}

/* Where the server has left it out, what becomes of the square is made from the page's template. */
function addOutcome(item) {
  if (item.querySelector(".outcome")) return;
  item.append(document.getElementById("outcome").content.cloneNode(true));
  item.querySelector(".outcome h3").textContent = item.querySelector("legend").textContent;
}

function statusWords(dot) {
  if (dot.status === "waiting") {
    if (dot.why === "offline") return words.noConnection;
    return dot.why === "not_stored" || dot.why === "server_error" ? words.notStored : words.saving;
  }
  if (dot.status === "refused") return words.refused(dot.sentence, dot.hint);
  return { sending: words.saving, late: words.late, saved: dot.skipped ? words.skipped : words.saved, open: "" }[dot.status];
}
