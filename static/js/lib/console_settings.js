/* Joining, what the class sees while people vote, and the minimum of small groups. Each says what it is now, and changes only
   when its button is pressed; a refusal stands next to it. */

import { $, setHidden, setText, tell } from "./console_dom.js";
import { words } from "./console_words.js";

/* The minimum that was entered: 1 when it is switched off, null when it is none between `least` and `most`. */
export function readMinimum(text, off, least, most) {
  if (off) return 1;
  const number = /^\s*\d{1,2}\s*$/.test(text) ? Number(text) : 0;
  return number >= least && number <= most ? number : null;
}

export function settingsOn(order) {
  const form = $("minimum-form");
  const [least, most] = [form.elements.minimum.min, form.elements.minimum.max].map(Number); // as the server says
  let view = null;
  let mayJoin = 0; // how many were let in here and have not joined yet
  let touched = false; // somebody is entering a minimum: views leave it alone

  $("lock").addEventListener("click", lock);
  $("admit").addEventListener("click", admit);
  $("live").addEventListener("click", () => order("change_settings", { live: !view.live }, $("live-note")));
  form.addEventListener("input", touch);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changeMinimum();
  });

  function lock() {
    order("lock_joining", { locked: !view.locked }, $("joining-note"));
  }

  async function admit() {
    const ack = await order("admit_one", {}, $("joining-note"));
    if (!ack || !ack.ok) return;
    mayJoin += 1;
    tell($("joining-note"), words.admitted(mayJoin));
  }

  function touch() {
    touched = true;
    form.elements.minimum.disabled = form.elements.minimum_off.checked;
    wrongMinimum(false);
  }

  async function changeMinimum() {
    const minimum = readMinimum(form.elements.minimum.value, form.elements.minimum_off.checked, least, most);
    wrongMinimum(minimum === null);
    if (minimum === null) return form.elements.minimum.focus();
    const ack = await order("change_settings", { minimum }, $("minimum-note"), words.changed);
    if (ack) touched = false;
    return paint(view);
  }

  function wrongMinimum(wrong) {
    form.elements.minimum.setAttribute("aria-invalid", String(wrong));
    tell($("minimum-note"), wrong ? words.minimumWrong(least, most) : "", wrong);
  }

  function paint(newer) {
    const joinedNow = view ? newer.turnout.joined - view.turnout.joined : 0;
    view = newer;
    countLetIn(joinedNow);
    paintJoining();
    paintLive();
    paintMirror();
    paintMinimum();
  }

  function countLetIn(joinedNow) {
    if (!view.locked) mayJoin = 0;
    if (!mayJoin || joinedNow <= 0) return;
    mayJoin = Math.max(0, mayJoin - joinedNow);
    tell($("joining-note"), mayJoin ? words.admitted(mayJoin) : words.letIn);
  }

  function paintJoining() {
    setText($("joining-now"), view.locked ? words.joiningLocked : words.joiningOpen);
    setText($("joining-why"), view.locked ? words.lockedWhy : words.openWhy);
    setText($("lock"), view.locked ? words.unlock : words.lock);
    setHidden($("admit"), !view.locked);
    setHidden($("locked-mark"), !view.locked);
  }

  function paintLive() {
    const atOnce = view.stage === "voting";
    setText($("live-now"), view.live ? words.seesLive : words.seesTurnout);
    setText($("live"), view.live ? words.toTurnout : atOnce ? words.toLiveNow : words.toLive);
    setText($("live-why"), view.live ? words.toTurnoutWhy : atOnce ? words.toLiveNowWhy : words.toLiveWhy);
  }

  function paintMirror() {
    document.querySelectorAll("[data-mirror]").forEach((place) => setText(place, view.live ? words.mirrorLive : words.mirror));
  }

  function paintMinimum() {
    setText($("minimum-now"), words.minimumNow(view.minimum));
    setHidden(form, view.minimum_frozen);
    setHidden($("minimum-frozen"), !view.minimum_frozen);
    setText($("exports-empty"), words.exportsEmpty(view.minimum));
    if (touched) return;
    const off = view.minimum === 1;
    form.elements.minimum_off.checked = off;
    form.elements.minimum.disabled = off;
    form.elements.minimum.value = off ? least : view.minimum;
  }

  return { paint };
}
