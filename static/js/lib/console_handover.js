/* Control moves to the facilitator's phone: a QR code while the button is held, then a question, answered here.

   Forty phones may see the code. It makes nobody steer: the first phone that claims it gets a number, and this console asks whether the
   facilitator's own phone shows that number. Nothing of it is on the page while nobody holds the button. */

import { $, setHidden, setText, tell } from "./console_dom.js";
import { closeDialog, openDialog } from "./dialog.js";
import { words } from "./console_words.js";
import { whileHeld } from "./held_button.js";

const EVERY = 1000; // milliseconds
const OPEN = ["offered", "claimed", "granted"];

export function handoverOn(url) {
  const said = $("handover-note");
  let presses = 0;
  let holding = false;
  let sheet = null; // what shows the code, while it is held
  let offer = null; // the newest that is still open: { follow, qr, seconds, state }

  const letGo = whileHeld($("handover-hold"), press, release);
  const question = questionOn($("handover-dialog"), answer);

  async function press() {
    const mine = (presses += 1);
    holding = true;
    offer = null; // the server ends it too
    tell(said, "");
    const made = await ask(url, "POST");
    if (mine !== presses) return undefined;
    if (!made.follow) return tell(said, words.refused(made.sentence, made.hint), true);
    offer = { ...made, state: "offered" };
    setTimeout(look, EVERY, offer);
    if (!holding) return tell(said, words.handover.hold);
    sheet = sheetWith(offer);
    return document.body.append(sheet);
  }

  function release() {
    holding = false;
    if (!sheet) return;
    hide();
    if (offer) tell(said, words.handover.scanned(offer.seconds));
  }

  function hide() {
    if (sheet) sheet.remove();
    sheet = null;
  }

  /* Once a second, for as long as that offer is the newest and open. */
  async function look(followed) {
    if (offer !== followed) return;
    const { state = "", number } = await ask(offer.follow, "GET");
    if (offer !== followed) return;
    if (state) arrived(state, number);
    if (offer) setTimeout(look, EVERY, offer);
  }

  function arrived(state, number) {
    const news = state !== offer.state;
    offer.state = state;
    if (!news) return;
    if (state !== "offered") hide();
    if (state === "claimed") {
      tell(said, "");
      question.ask(number);
    } else {
      question.close();
      tell(said, words.handover[state], state === "over");
    }
    if (!OPEN.includes(state)) offer = null;
  }

  async function answer(confirm) {
    const answered = offer;
    $("handover-hold").focus();
    if (!answered) return;
    const { state, sentence, hint } = await ask(answered.follow, "POST", { confirm });
    if (offer !== answered) return;
    if (state) arrived(state);
    else tell(said, words.refused(sentence, hint), true);
  }

  /* Nothing of it is left on the page. */
  function end() {
    presses += 1; // what is still on its way comes too late
    offer = null;
    letGo();
    hide();
    question.close();
  }

  return { end };
}

/* The dialog that asks whether the phone with this number may steer. `answer("1")` or `answer("0")`; Escape is a no. */
function questionOn(dialog, answer) {
  const no = $("handover-no");
  no.addEventListener("click", () => settle("0"));
  $("handover-yes").addEventListener("click", () => settle("1"));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    settle("0");
  });
  // A key that was held down when the question came is no answer to it.
  dialog.addEventListener("keydown", (event) => event.repeat && event.preventDefault());

  function settle(confirm) {
    close();
    answer(confirm);
  }

  function ask(number) {
    setText($("handover-question"), words.handover.question(number));
    setHidden(dialog, false);
    openDialog(dialog);
    no.focus();
  }

  function close() {
    closeDialog(dialog);
    setHidden(dialog, true);
  }

  return { ask, close };
}

/* Large over the page, and out of the pointer's way: the button below it is being held. */
function sheetWith({ qr, seconds }) {
  const sheet = document.createElement("aside");
  sheet.className = "handover-sheet";
  const code = document.createElement("div");
  code.className = "qr";
  code.setAttribute("role", "img");
  code.setAttribute("aria-label", words.handover.code);
  code.innerHTML = qr;
  const how = document.createElement("p");
  how.textContent = words.handover.how(seconds);
  sheet.append(code, how);
  return sheet;
}

/* The server's answer, or a refusal with sentence and hint; it can be this page's own when nothing came. */
async function ask(url, method, form) {
  try {
    const body = form && new URLSearchParams(form);
    const response = await fetch(url, { method, body, headers: { Accept: "application/json" }, cache: "no-store" });
    return await response.json();
  } catch (unreachable) {
    return { sentence: words.handover.unreachable, hint: "" };
  }
}
