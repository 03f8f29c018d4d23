/* Files to take home: asked for, watched while they are made, cancelled by hanging up. Without this script the same buttons download
   the same files.

   The server answers with lines of JSON, how far it is, the last one naming the file; then come its bytes (docs/wire.md). */

import { browserClock } from "./clock.js";
import { words } from "./take_home_words.js";
import { framesOf } from "./take_home_frames.js";
import { setText } from "./text.js";

const FRAMES = "application/x-pollapp-frames";
const KEEPS_IN_SIGHT = 10000; // milliseconds; afterwards what went well stands below, and lies over nothing
const PARTS = { wait: [0, 0], read: [0, 0.1], fold: [0.1, 0.6], make: [0.6, 1] }; // of the whole bar

export function takeHomeOn(element, clock = browserClock) {
  const part = (name) => element.querySelector(`[data-part="${name}"]`);
  const [now, making, says, bar, cancel, note] = ["now", "making", "says", "bar", "cancel", "note"].map(part);
  let hangUp = null; // while a file is being made
  let toldTimes = 0;

  element.addEventListener("click", (event) => {
    const button = event.target.closest("button[formaction]");
    if (!button) return;
    event.preventDefault();
    if (hangUp) tell(words.oneByOne, true);
    else if (button.form.reportValidity()) take(button).then(() => button.focus());
  });
  cancel.addEventListener("click", () => hangUp && hangUp.abort());

  async function take(button) {
    const show = (line) => paint(button.textContent.trim(), line);
    hangUp = new AbortController();
    tell("");
    show({ step: "read", part: 0 });
    button.scrollIntoView({ block: "nearest" }); // beside what is said of its file
    try {
      const answer = await fetch(addressOf(button), { headers: { Accept: FRAMES }, cache: "no-store", signal: hangUp.signal });
      const { line, pieces } = answer.ok ? await framesOf(answer.body, show) : { line: await answer.json() };
      if (line.file) download(new Blob(pieces, { type: line.kind }), line.file);
      tell(line.file ? words.done(line.file) : words.refused(line.sentence, line.hint), !line.file);
    } catch (failed) {
      const cancelled = failed.name === "AbortError";
      tell(cancelled ? words.cancelled : words.failed, !cancelled);
    }
    hangUp = null;
    making.hidden = true;
  }

  function paint(file, { step, part: done }) {
    making.hidden = false;
    const [from, to] = PARTS[step] || [1, 1];
    bar.value = from + (to - from) * done;
    setText(says, words.making(file, words.step[step] || words.loading));
  }

  function tell(text, refused = false) {
    const told = (toldTimes += 1);
    now.dataset.rests = "false";
    note.dataset.status = refused ? "refused" : "ok";
    setText(note, text);
    if (text && !refused) clock.after(KEEPS_IN_SIGHT, () => told === toldTimes && (now.dataset.rests = "true"));
  }

  /* `status` as socket.js tells it. */
  function lineIs(status) {
    if (status === "connected" && note.textContent === words.failed) tell(words.back);
  }

  /* The session has gone on: what became of a file that was asked for before is no news any more. */
  function movedOn() {
    if (!hangUp) tell("");
  }

  return { lineIs, movedOn };
}

function addressOf(button) {
  const wished = new URLSearchParams(new FormData(button.form)).toString();
  return `${button.formAction}${wished && `?${wished}`}`;
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
