/* The phone of a participant: shows the server's newest view, and keeps every tap in the outbox until it is answered. */

import { untilAnswered } from "./lib/again.js";
import { announcer } from "./lib/aloud.js";
import { wakeLock } from "./lib/awake.js";
import { watchForBlocking } from "./lib/blocked.js";
import { roundClosed } from "./lib/board_state.js";
import { randomId } from "./lib/ids.js";
import { keptFor } from "./lib/kept.js";
import { createOutbox } from "./lib/outbox.js";
import { squareOn } from "./lib/phone_square.js";
import { words } from "./lib/phone_words.js";
import { keepingPlace, startAtTop } from "./lib/place.js";
import { connect } from "./lib/socket.js";
import { setText } from "./lib/text.js";

const LAST_WORDS = ["gone", "forgotten", "not_joined"];

const page = JSON.parse(document.getElementById("page").textContent);
const $ = (id) => document.getElementById(id);
const say = announcer($("said"));

let view = page.view;
let over = false;
let done = page.mine.done;
let wantedDone = null; // what "I'm done" was pressed to, until the server has answered
let lateOnes = 0;
let line = "connecting";
const resume = []; // who waits for the line to come back
const forgetId = randomId();

const kept = keptFor(page.session.id);
const outbox = createOutbox({ kept, send: (event, payload) => live.send(event, payload), changed: paintDots, refused: notCounted });
const squares = new Map(
  [...document.querySelectorAll("[data-square]")].map((item) => {
    const square = squareOn(item, page.grid.choices, { tapped, say });
    return [square.id, square];
  }),
);
const keepAwake = wakeLock();
const blocked = watchForBlocking((is) => ($("blocked").hidden = !is));
let plainly = false; // the form is wanted as a form

const live = connect(page.auth, { onView, onMine, onGone: () => endRefused({ refused: "gone" }), onStatus });

/* What the server tells */

function onView(newer) {
  if (over) return;
  show(() => {
    if (newer.round > view.round) startRound(newer.round);
    view = newer;
  });
}

function onMine(mine) {
  if (over || mine.round < view.round) return;
  outbox.merge(mine);
  show(() => {
    if (!wantedDone) done = mine.done;
  });
}

function startRound(round) {
  outbox.startRound(round);
  done = false;
  wantedDone = null;
  lateOnes = 0;
}

function onStatus(status, refusal) {
  line = status;
  blocked.lineIs(status);
  if (status === "refused") endRefused(refusal);
  if (status === "connected") {
    outbox.wake();
    resume.splice(0).forEach((go) => go());
  }
  paintLine();
}

function notCounted(dot, answer) {
  if (answer.late) lateOnes += 1;
  if (LAST_WORDS.includes(answer.refused)) endRefused(answer);
  paintNews();
}

/* What the person does */

function tapped(id, choice) {
  if (navigator.vibrate) navigator.vibrate(10); // a tick under the thumb, where the device offers one
  keepAwake(true);
  lateOnes = 0;
  if (choice === undefined) outbox.skip(id);
  else outbox.place(id, choice);
  paintNews();
}

async function finish(wish) {
  const wanted = { command_id: randomId(), round: view.round, done: wish };
  show(() => {
    wantedDone = wanted;
    done = wish;
  });
  const ack = await untilAnswered(live.send, "finish", wanted, () => wantedDone === wanted && !over, pauseOrConnected);
  if (!ack) return;
  show(() => {
    wantedDone = null;
    if (!ack.ok) done = !wish;
  });
}

function pauseOrConnected(milliseconds) {
  return new Promise((go) => {
    setTimeout(go, milliseconds);
    resume.push(go);
  });
}

async function forget() {
  $("forget").disabled = true;
  const ack = await live.send("forget_dots", { command_id: forgetId });
  $("forget").disabled = false;
  if (ack.ok || LAST_WORDS.includes(ack.refused)) endRefused(ack.ok ? { refused: "forgotten" } : ack);
  else setText($("forget-status"), words.refused(ack.sentence, ack.hint));
}

/* What forms would send goes over the line instead; unless it does not get through, and the person wants the form. */
$("dots-form").addEventListener("submit", (event) => plainly || event.preventDefault());
[$("blocked").querySelector("button"), ...$("display").querySelectorAll("button")].forEach((button) => {
  button.addEventListener("click", () => (plainly = true));
});
$("done").addEventListener("click", () => finish(true));
$("undone").addEventListener("click", () => finish(false));
$("keep").hidden = false;
$("keep").addEventListener("click", () => {
  $("forget-part").open = false;
  $("ask-forget").focus();
});
$("forget").form.addEventListener("submit", (event) => {
  event.preventDefault();
  forget();
});
$("first-open").addEventListener("click", () => {
  const square = squares.get(view.squares.find((id) => isOpen(id)));
  square.item.scrollIntoView();
  square.focus();
});
window.addEventListener("storage", (event) => {
  if (!over && (event.key === kept.key || event.key === null)) outbox.sync();
});

/* Painting */

function scene() {
  if (over) return "over";
  if (view.stage === "voting" || view.stage === "showing") return done ? "done" : "ballot";
  if (view.stage === "closed") return "thanks";
  return { lobby: "lobby", hidden: "hidden", revealed: "results" }[view.stage];
}

/* Change the state, and paint what follows from it. Reading goes on where it was, or at the top of something else. */
function show(change) {
  const before = scene();
  change();
  const items = [...squares.values()].map((square) => square.item);
  if (scene() === before) return keepingPlace(items, paint);
  paint();
  return startAtTop($("title"));
}

function paint() {
  const now = scene();
  if (now !== "ballot") keepAwake(false);
  document.body.dataset.scene = now;
  document.querySelectorAll("[data-for]").forEach((part) => {
    part.hidden = !part.dataset.for.split(" ").includes(now);
  });
  $("squares").hidden = now !== "ballot" && !(view.results && now !== "over");
  paintRoom(view.results && now !== "ballot" ? view.results : {}); // nothing comes between the targets of whoever still votes
  setText($("then"), words.then(Boolean(view.results)));
  setText($("minimum"), view.minimum > 1 ? words.protectedBy(view.minimum) : words.unprotected);
  setText($("done-status"), wantedDone ? (line === "connected" ? words.saving : words.noConnection) : "");
  paintDots(view.squares);
  paintNews();
  paintLine();
}

function paintRoom(results) {
  const how = { minimum: view.minimum, closed: roundClosed(view) };
  squares.forEach((square) => {
    square.item.hidden = !view.squares.includes(square.id);
    square.paintRoom(results[square.id], how);
  });
}

function paintDots(changed) {
  const all = view.squares.length;
  changed.filter((id) => squares.has(id)).forEach((id) => squares.get(id).paint(outbox.on(id), view.squares.indexOf(id) + 1, all));
  const open = view.squares.filter(isOpen).length;
  setText($("count"), words.progress(all - open, all));
  $("progress").max = all;
  $("progress").value = all - open;
  setText($("still-open"), words.stillOpen(open, all));
  setText($("done-with"), words.doneWith(all - open, all));
  $("first-open").hidden = open === 0 || open === all;
}

function isOpen(id) {
  const { choice, skipped } = outbox.on(id);
  return choice === null && !skipped;
}

function paintNews() {
  $("news").hidden = !lateOnes || over;
  if (lateOnes) setText($("news"), words.lateOnes(lateOnes));
}

function paintLine() {
  $("line").hidden = line !== "offline" || over;
  setText($("line"), scene() === "ballot" || scene() === "done" ? words.offline : words.offlineElsewhere);
}

/* Nothing more can be done on this page. Waiting dots are kept, unless they can never count again. */
function endRefused({ refused, sentence, hint }) {
  if (over) return;
  const [heading, text] = { gone: words.gone, forgotten: words.forgotten }[refused] || [sentence, hint];
  over = true;
  if (refused === "gone" || refused === "forgotten") outbox.empty();
  paint();
  setText($("over-heading"), heading);
  setText($("over-text"), refused === "forgotten" ? `${text} ${joinAgainWords()}`.trim() : text);
  setText($("over-link"), LAST_WORDS.includes(refused) ? words.joinAgain : words.reload);
  $("over-link").hidden = refused === "gone" || (view.stage === "closed" && LAST_WORDS.includes(refused)); // nothing to join any more
  startAtTop($("title"));
  $("over-heading").focus({ preventScroll: true });
}

function joinAgainWords() {
  if (view.stage === "closed") return "";
  return view.locked ? words.askToJoinAgain : words.canJoinAgain;
}

outbox.merge(page.mine);
outbox.sync();
paint();
