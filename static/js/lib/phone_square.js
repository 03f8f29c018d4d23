/* One square on the phone: its targets, its status, and the room's dots. Updates the elements the server has rendered, never
   rebuilds them, so that focus and a thumb on its way stay where they are. */

import { number } from "./language.js";
import { words as talk } from "./phone_talk_words.js";
import { words } from "./phone_words.js";
import { shiftSays } from "./shift_words.js";
import { setText } from "./text.js";

const NO_DOT = { choice: null, skipped: false, status: "saved" };
const PENDING = ["sending", "waiting"];

/* `tapped(id, choice)`: a choice's key, null to clear, undefined to skip. `say(text)` reaches a screen reader, politely. */
export function squareOn(item, choices, { tapped, say }) {
  const id = Number(item.dataset.square);
  const find = (name) => item.querySelector(`[data-part="${name}"]`);
  const outcome = outcomeOn(item, choices);
  const legend = item.querySelector("legend");
  const title = item.querySelector(".outcome h3");
  const radios = [...item.querySelectorAll("input[type=radio]")];
  const early = radios.find((radio) => radio.checked && !radio.defaultChecked); // tapped before this script was there
  const status = find("status");
  const undo = find("undo");
  const names = new Map(choices.map((choice) => [choice.key, choice.name]));
  const recalled = beforeOn(item.querySelector(".vote .outcome-before"), (block) => legend.after(block), choices);
  let before = null;

  title.textContent = legend.textContent;
  radios.forEach((radio) => radio.addEventListener("change", () => tapped(id, radio.value)));
  undo.addEventListener("click", () => tapped(id, before.choice === null && !before.skipped ? undefined : null));

  /* `dot` as outbox.on() tells it; `at` is this square's place, from 1, among `all`. */
  function paint(dot, at, all) {
    radios.forEach((radio) => {
      radio.checked = radio.value === dot.choice;
    });
    setText(status, statusWords(dot));
    status.dataset.status = dot.status;
    item.dataset.skipped = String(dot.skipped);
    setText(undo, dot.skipped ? words.unskip : dot.choice === null ? words.skip : words.clear);
    outcome.paintDot(dot);
    if (before && PENDING.includes(before.status) && !PENDING.includes(dot.status)) announce(dot, at, all);
    before = dot;
  }

  function announce(dot, at, all) {
    const what = statusWords(dot);
    if (!what) return;
    say(dot.choice === null ? words.saidSkipped(what, at, all) : words.said(what, names.get(dot.choice), at, all));
  }

  return {
    ...{ id, item, paint, early: early && early.value, text: legend.textContent, focus: () => radios[0].focus({ preventScroll: true }) },
    ...{ paintRoom: outcome.paintRoom, paintBefore: outcome.paintBefore, recall: recalled.paint },
  };
}

/* What becomes of a square, within `root`: somebody's dot, the room's, and what was before a second look. Where the server has left it
   out it is made from the page's template. */
export function outcomeOn(root, choices) {
  if (!root.querySelector(".outcome")) root.append(copyOf("outcome"));
  const now = root.querySelector(".outcome-now");
  const side = sideOn(now, choices);
  const before = beforeOn(root.querySelector(".outcome .outcome-before"), (block) => now.before(block), choices);
  const find = (name) => now.querySelector(`[data-part="${name}"]`);

  function paintDot(dot) {
    side.paintDot(dot.choice);
    setText(find("late"), dot.status === "saved" ? "" : statusWords(dot));
    find("late").dataset.status = dot.status;
  }

  /* `own`: the dot of before, null for none. `result`: the room's, with what was before a second look, if there was one. */
  function paintBefore(own, result, minimum) {
    const again = Boolean(result && result.before);
    before.paint(again && { own, room: result.before, minimum });
    find("when").hidden = !again;
    setText(find("shift"), again ? shiftSays(result.shift, choices) : "");
  }

  function empty() {
    paintDot(NO_DOT);
    side.paintRoom(undefined, {});
    paintBefore(null, undefined);
  }

  return { paintDot, paintRoom: side.paintRoom, paintBefore, empty };
}

/* A dot and a room, as they are now or as they were. */
function sideOn(root, choices) {
  const find = (name) => root.querySelector(`[data-part="${name}"]`);

  function paintDot(choice) {
    root.querySelectorAll("[data-yours]").forEach((mark) => {
      mark.hidden = mark.dataset.yours !== (choice || "");
    });
  }

  /* `result` as it stands in a view, undefined when nothing may be seen; `closed`: no more dots can come; `covered`: others are seen. */
  function paintRoom(result, { minimum, closed, covered }) {
    find("room").hidden = !result && !covered;
    const counts = (result && result.counts) || [];
    const shown = counts.some((count) => count > 0);
    find("bar").hidden = !shown;
    root.querySelectorAll("[data-segment]").forEach((segment, at) => {
      const count = counts[at] || 0;
      segment.hidden = !count;
      segment.style.setProperty("--n", String(count));
      setText(segment.querySelector("[data-part=count]"), number(count));
    });
    const coveredWords = covered ? talk.covered : "";
    setText(find("says"), result ? roomWords(result, choices, minimum, closed) : coveredWords);
    setText(find("agreement"), shown && result.agreement !== null ? words.agreement(result.agreement) : "");
  }

  return { paintDot, paintRoom };
}

/* What was before a second look: what the server has written, or made when it is first shown. `put(block)` puts it where it belongs. */
function beforeOn(written, put, choices) {
  let block = written;
  let side = block && sideOn(block, choices);

  function make() {
    block = copyOf("before").firstElementChild;
    side = sideOn(block, choices);
    put(block);
  }

  /* `what`: {own, room, minimum}; room undefined where only the own dot may be recalled; false when there is nothing to show. */
  function paint(what) {
    if (!what) {
      if (block) block.remove();
      block = null;
      return;
    }
    if (!block) make();
    side.paintDot(what.own);
    side.paintRoom(what.room, { minimum: what.minimum, closed: true });
  }

  return { paint };
}

function copyOf(template) {
  return document.getElementById(template).content.cloneNode(true);
}

function roomWords(result, choices, minimum, closed) {
  if (result.withheld) return words.withheld(result.n, minimum);
  if (!result.n) return words.noDots(closed);
  const says = words.room[result.word](result.leading.map((at) => choices[at].name));
  return result.paper ? talk.withPaper(says, result.paper) : says;
}

function statusWords(dot) {
  if (dot.status === "waiting") {
    if (dot.why === "offline") return words.noConnection;
    return dot.why === "not_stored" || dot.why === "server_error" ? words.notStored : words.saving;
  }
  if (dot.status === "refused") return words.refused(dot.sentence, dot.hint);
  if (dot.status === "late") return words.late(dot.choice !== null);
  return { sending: words.saving, saved: dot.skipped ? words.skipped : words.saved, open: "" }[dot.status];
}
