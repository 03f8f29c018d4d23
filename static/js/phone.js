/* The phone of a participant: shows the server's newest view, and keeps every tap in the outbox until it is answered. */

import { randomId, untilAnswered } from "./lib/again.js";
import { watchForBlocking } from "./lib/blocked.js";
import { keptFor } from "./lib/kept.js";
import { furthest, paintRows } from "./lib/my_grid.js";
import { createOutbox } from "./lib/outbox.js";
import { countdownOn } from "./lib/phone_countdown.js";
import { sayBox } from "./lib/phone_said.js";
import { keepingPlace, startAtTop, wakeLock } from "./lib/phone_screen.js";
import { spotlightOn } from "./lib/phone_spotlight.js";
import { squareOn } from "./lib/phone_square.js";
import { words as talk } from "./lib/phone_talk_words.js";
import { words } from "./lib/phone_words.js";
import { connect, pageData } from "./lib/socket.js";
import { announcer, setText } from "./lib/text.js";

const LAST_WORDS = ["gone", "forgotten", "not_joined"];
const NO_LONGER = ["gone", "forgotten", "passed_on"]; // dots that wait here can never count again
const REVEALING = ["hidden", "unveiling", "revealed"];
const FOLDED = ["spotlight", "takeaways"]; // scenes in which the list of squares is there when it is asked for

const page = pageData();
const $ = (id) => document.getElementById(id);
const say = announcer($("said"));

let view = page.view;
let over = false;
let done = page.mine.done;
let wantedDone = null; // what "I'm done" was pressed to, until the server has answered
let storedDone = null; // the last of it that the server has stored
let lateOnes = 0; // since the last tap, of whichever round
let line = "connecting";
const resume = []; // who waits for the line to come back
const forgetId = randomId();

const kept = keptFor(`${page.session.id} ${page.auth.me}`);
let unreadable = kept.read().broken; // dots that waited here, as another version of this page wrote them
const outbox = createOutbox({ kept, send: (event, payload) => live.send(event, payload), changed: dotsChanged, refused: notCounted });
const squares = new Map(
  [...document.querySelectorAll("[data-square]")].map((item) => {
    const square = squareOn(item, page.grid.choices, { tapped, say });
    return [square.id, square];
  }),
);
const keepAwake = wakeLock();
const blocked = watchForBlocking((is) => ($("blocked").hidden = !is));
let plainly = false; // the form is wanted as a form
let passing = false; // the phone is being passed on: this page sends nothing more
let unfolded = false; // all squares are asked for

const wire = { send: (event, payload) => live.send(event, payload), isOver: () => over || passing, pause: pauseOrConnected };
const spotlight = spotlightOn(page.grid, wire, (id) => squares.get(id).text);
const takeaway = sayBox($("say-takeaway"), { event: "send_takeaway", ...wire });
const countdown = countdownOn($("countdown"));

const live = connect(page.auth, { onView, onMine, onGone: () => endRefused({ refused: "gone" }), onStatus });

/* What the server tells */

function onView(newer) {
  if (over || passing) return;
  show(() => {
    if (newer.epoch !== view.epoch) relive(newer);
    if (newer.round > view.round) startRound(newer.round);
    if (goesOn(view, newer)) lateOnes = 0;
    view = newer;
  });
}

/* Another life of the store may lack the end of the one before: what it had stored from here is sent again. */
function relive(newer) {
  outbox.relive(newer, !roundClosed(newer));
  spotlight.again();
  takeaway.again();
  if (storedDone && storedDone.round === newer.round && !wantedDone) finish(storedDone);
}

function onMine(mine) {
  if (over || mine.epoch !== view.epoch || mine.round < view.round) return; // after a view of another epoch it comes again
  outbox.merge(mine);
  spotlight.merge(mine.cited);
  show(() => {
    if (!wantedDone) done = mine.done;
  });
}

function startRound(round) {
  outbox.startRound(round);
  done = false;
  wantedDone = null;
  $("directions").open = false; // a second look: they have been read
}

function onStatus(status, refusal) {
  line = status;
  blocked.lineIs(status);
  if (status === "refused" && !passing) endRefused(refusal);
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
  unreadable = false;
  if (choice === undefined) outbox.skip(id);
  else outbox.place(id, choice);
  paintNews();
  paintLine();
}

function press(wish) {
  show(() => finish({ command_id: randomId(), round: view.round, done: wish }));
}

async function finish(wanted) {
  wantedDone = wanted;
  done = wanted.done;
  const ack = await untilAnswered(live.send, "finish", wanted, () => wantedDone === wanted && !over, pauseOrConnected);
  if (!ack) return;
  show(() => {
    wantedDone = null;
    if (ack.ok) storedDone = wanted;
    else done = !wanted.done;
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
$("dots-form").addEventListener("submit", (event) => {
  if (!plainly) return event.preventDefault();
  $("dots-form").elements.counter.value = kept.read().counter; // what the form says is newer than what waits here
  return undefined;
});
[$("blocked").querySelector("button"), ...$("display").querySelectorAll("button")].forEach((button) => {
  button.addEventListener("click", () => (plainly = true));
});
$("done").addEventListener("click", () => press(true));
$("undone").addEventListener("click", () => press(false));
$("keep").hidden = false;
$("keep").addEventListener("click", () => {
  $("forget-part").open = false;
  $("ask-forget").focus();
});
$("forget").form.addEventListener("submit", (event) => {
  event.preventDefault();
  forget();
});
$("keep-phone").hidden = false;
$("keep-phone").addEventListener("click", () => {
  $("next-part").open = false;
  $("ask-next").focus();
});
$("next-form").addEventListener("submit", (event) => {
  passing = !outbox.pending();
  if (!passing) event.preventDefault();
  setText($("next-status"), passing ? "" : talk.stillWaiting);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && passing) window.location.reload(); // back on a page of the one before
});
$("all-squares").hidden = false;
$("all-squares").addEventListener("click", () => {
  unfolded = !unfolded;
  paint();
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
  if (view.spotlight) return "spotlight";
  return { revealed: "results", wrap_up: "wrap", closed: "thanks" }[view.stage] || view.stage;
}

function roundClosed({ stage }) {
  return !["lobby", "voting", "showing"].includes(stage);
}

/* Past the reveal: that dots came too late was said when it mattered. */
function goesOn(older, newer) {
  const place = ({ stage, spotlight }) => `${stage} ${spotlight ? spotlight.square : ""}`;
  return roundClosed(older) && place(older) !== place(newer) && (Boolean(newer.spotlight) || !REVEALING.includes(newer.stage));
}

/* What is read from its top: each square in the spotlight is a page of its own. */
function reading() {
  return `${scene()} ${view.spotlight ? view.spotlight.square : ""}`;
}

/* Change the state, and paint what follows from it. Reading goes on where it was, or at the top of something else. */
function show(change) {
  const before = reading();
  change();
  const items = [...squares.values()].map((square) => square.item);
  if (reading() === before) return keepingPlace(items, paint);
  unfolded = false;
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
  const folded = FOLDED.includes(now) && !unfolded;
  $("squares").hidden = now !== "ballot" && (!view.results || now === "over" || folded);
  $("all-squares").setAttribute("aria-expanded", String(unfolded));
  setText($("again"), view.round > 1 ? talk.secondLook(view.squares.length) : "");
  paintOrder(now);
  paintRooms(now);
  setText($("then"), words.then(Boolean(view.results)));
  setText($("minimum"), view.minimum > 1 ? words.protectedBy(view.minimum) : words.unprotected);
  setText($("done-status"), wantedDone ? (line === "connected" ? words.saving : words.noConnection) : "");
  paintDots(view.squares);
  paintTalk(now);
  paintNews();
  paintLine();
}

/* The squares of the round come first. Nothing is moved while somebody votes: there they stand in this order already. */
function paintOrder(now) {
  const wanted = now === "ballot" ? [...squares.keys()] : view.squares;
  const items = wanted.map((id) => squares.get(id).item);
  const standing = [...$("squares").children].filter((item) => items.includes(item));
  if (items.some((item, at) => item !== standing[at])) $("squares").append(...items);
}

function paintRooms(now) {
  const how = { minimum: view.minimum, closed: roundClosed(view) };
  squares.forEach((square) => {
    square.item.hidden = !view.squares.includes(square.id);
    paintOutcome(square, square.id, now === "ballot", how);
    square.recall(now === "ballot" && recalled(square.id));
  });
}

/* The room's dots, and those of before a second look; nothing comes between the targets of whoever still votes. */
function paintOutcome(square, id, voting, how) {
  const result = voting || !view.results ? undefined : view.results[id];
  square.paintRoom(result, { ...how, covered: view.stage === "unveiling" });
  square.paintBefore(outbox.before(id), result, view.minimum);
  return result;
}

/* What a phone may show of the round before while a second look is open. */
function recalled(id) {
  return view.recall !== "nothing" && { own: outbox.before(id), room: (view.before || {})[id], minimum: view.minimum };
}

/* The dot on a square: of this round, or of the last one that had this square. */
function dotOn(id) {
  if (view.squares.indexOf(id) < view.in_round) return outbox.on(id);
  return outbox.past(id);
}

function paintTalk(now) {
  countdown.paint(view);
  spotlight.paint(now === "spotlight" ? view.spotlight : null, (outcome) => {
    const { square } = view.spotlight;
    outcome.paintDot(dotOn(square));
    return paintOutcome(outcome, square, false, { minimum: view.minimum, closed: true });
  });
  takeaway.openFor("takeaway", {});
  const rows = view.results && roundClosed(view) ? furthest(view.squares, placeOf, view.results) : [];
  $("my-grid").hidden = !rows.length;
  paintRows($("my-rows"), rows.map((id) => squares.get(id)));
}

/* Of the own dot among the choices; null for none. */
function placeOf(id) {
  const place = page.grid.choices.findIndex((choice) => choice.key === dotOn(id).choice);
  return place < 0 ? null : place;
}

/* What the outbox says anew. Once the round is closed dots stand in the spotlight and in my grid as well. */
function dotsChanged(changed) {
  paintDots(changed);
  if (roundClosed(view)) paintTalk(scene());
}

function paintDots(changed) {
  const all = view.squares.length;
  changed.filter((id) => squares.has(id)).forEach((id) => squares.get(id).paint(dotOn(id), view.squares.indexOf(id) + 1, all));
  const open = view.squares.filter(isOpen).length; // while the round is open these are its squares, and no others
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
  $("news").hidden = !(lateOnes || unreadable) || over;
  if (lateOnes) setText($("news"), words.lateOnes(lateOnes));
  else if (unreadable) setText($("news"), words.unreadable);
}

function paintLine() {
  const shown = line === "offline" && !over;
  $("line").hidden = !shown;
  if (shown) setText($("line"), ["ballot", "done"].includes(scene()) ? words.offline(kept.lasts()) : words.offlineElsewhere);
}

/* Nothing more can be done on this page. Waiting dots are kept, unless they can never count again. */
function endRefused({ refused, sentence, hint }) {
  if (over) return;
  const [heading, text] = { gone: words.gone, forgotten: words.forgotten }[refused] || [sentence, hint];
  over = true;
  if (NO_LONGER.includes(refused)) outbox.empty();
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
spotlight.merge(page.mine.cited);
outbox.sync();
squares.forEach(({ id, early }) => early && outbox.place(id, early));
paint();
