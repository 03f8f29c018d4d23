/* The facilitator's console: shows the server's newest view, and sends what is pressed until it is answered.

   Nothing is shown here that the class does not see, unless it is asked for: the laptop may be on the projector. */

import { untilAnswered } from "./lib/again.js";
import { throttled } from "./lib/console_aloud.js";
import { boardPart } from "./lib/console_board.js";
import { copyButtons, newProjectorLink, projectorLinks } from "./lib/console_copy.js";
import { deleteOn } from "./lib/console_delete.js";
import { $, setHidden, setText } from "./lib/console_dom.js";
import { helpOnKeys } from "./lib/console_help.js";
import { handoverOn } from "./lib/console_handover.js";
import { createHold } from "./lib/console_hold.js";
import { keepOn, openRowOfAddress } from "./lib/console_keep.js";
import { listenToClicker } from "./lib/console_keys.js";
import { createMover } from "./lib/console_mover.js";
import { nextOn } from "./lib/console_next.js";
import { createOrders } from "./lib/console_orders.js";
import { createOthers } from "./lib/console_others.js";
import { paperOn } from "./lib/console_paper.js";
import { secondLookOn } from "./lib/console_second_look.js";
import { secretOn } from "./lib/console_secret.js";
import { settingsOn } from "./lib/console_settings.js";
import { classSees, namesOf, nextLines, nowWords, pickStep, placeOf, troubleWords } from "./lib/console_steps.js";
import { talkOn } from "./lib/console_talk.js";
import { words } from "./lib/console_words.js";
import { number } from "./lib/language.js";
import { onePressAtATime } from "./lib/one_press.js";
import { connect, pageData } from "./lib/socket.js";
import { takeHomeOn } from "./lib/take_home.js";
import { announcer } from "./lib/text.js";

const page = pageData();
const say = announcer($("said"));
const tellTurnout = throttled(announcer($("turnout-said")));
const VOTING = ["lobby", "voting", "showing"];
const resume = []; // who waits for the line to come back

let view = page.view;
let line = "connecting";
let why = null; // what the server says for itself while the line is none
let over = false;
let peekWish = {}; // a new one for each press: an older wish is not sent again

const names = namesOf(page.grid);
const send = (event, payload) => live.send(event, payload);
const hold = createHold({ stage: () => view.stage, anybody: () => view.turnout.joined > 0, changed: paint });
const others = createOthers({ several: page.in_engine, changed: paint });
const at = { stage: () => view.stage, place: () => placeOf(view) };
const told = { refused: (ack) => next.refused(ack), overtaken: () => next.overtaken() };
const mover = createMover({ ...at, ...told, send, pause, held: hold.why, changed: paint });
const next = nextOn(mover, hold, names);
const order = createOrders({ send, pause, isOver: () => over, isAway: () => line !== "connected", stage: () => view.stage });
const settings = settingsOn(order);
const talk = talkOn(page.grid, names, { order, send, pause, isOver: () => over, pick });
const board = boardPart(page.grid, {
  peek,
  pick,
  arrange: (wanted) => order("arrange_board", wanted, $("arrange-note")),
  which: (which) => order("show_squares", { which }, $("arrange-note")),
  isTalk: talk.isThere,
  line: () => line,
});
const secondLook = secondLookOn(page.grid, names, mover.pick);
const paper = paperOn(page.grid, names, order);
const secret = secretOn(page.urls);
const handover = handoverOn(page.urls.handover);
const keep = keepOn();
const deletion = deleteOn();
const takeHome = takeHomeOn(document.querySelector("[data-take-home]"));
const live = connect(page.auth, { onView, onTyped, onGone: () => end({ refused: "gone" }), onKept: keep.lookAgain, onStatus });

/* What the server tells */

function onView(newer) {
  if (over) return;
  const older = view;
  view = newer;
  hold.troubleIs(view.trouble);
  others.are(view.consoles - 1);
  mover.arrived();
  if (older.stage !== view.stage) {
    openResults();
    takeHome.movedOn();
  }
  if (placeOf(older) !== placeOf(view)) next.refused(null);
  const said = nowWords(view, names);
  if (said !== nowWords(older, names)) say(`${said} ${classSees(view)}`);
  paint();
}

/* What people typed, and the notes. */
function onTyped(typed) {
  if (over) return;
  talk.arrived(typed);
  paint(); // with the first reason there is something to lead
}

/* A square was pressed, on the board or on the agenda. */
function pick(square) {
  const already = view.spotlight && view.spotlight.square === square;
  if (!already) mover.pick(pickStep(view, square));
}

function onStatus(status, refusal) {
  line = status;
  why = refusal || null;
  hold.lineIs(status);
  takeHome.lineIs(status);
  if (status === "refused") return end(refusal);
  if (status === "connected") resume.splice(0).forEach((go) => go());
  else board.stopPeeking(); // the server forgets it too
  return paint();
}

function pause(milliseconds) {
  return new Promise((go) => {
    setTimeout(go, milliseconds);
    resume.push(go);
  });
}

/* Covering is tried until it is answered, or until the line is lost, which covers by itself; opening is asked for once. */
async function peek(open) {
  const wish = { open };
  peekWish = wish;
  if (open) {
    const ack = await live.send("peek", wish);
    if (!ack.ok && peekWish === wish) board.stopPeeking();
  } else {
    await untilAnswered(send, "peek", wish, () => peekWish === wish && line === "connected" && !over, pause);
  }
}

/* Painting */

function paint() {
  if (over) return;
  next.paint(view, line);
  board.paint(view);
  talk.paint(view);
  secondLook.paint(view);
  paper.paint(view);
  settings.paint(view);
  paintTurnout(view.turnout);
  if (VOTING.includes(view.stage)) tellTurnout(nextLines(view, names)[0]);
  paintLine();
}

/* When all is done, taking the results along is the next thing. */
function openResults() {
  const done = view.stage === "closed";
  $("report").classList.toggle("primary", done);
  setHidden($("replay-link"), !done || !view.results); // a film is of what was shown
  if (done) $("results-row").open = true;
}

function paintTurnout({ joined, present, finished }) {
  document.querySelectorAll("[data-joined]").forEach((place) => setText(place, number(joined)));
  document.querySelectorAll("[data-present]").forEach((place) => setText(place, line === "offline" ? words.unknown : number(present)));
  document.querySelectorAll("[data-round]").forEach((part) => setHidden(part, view.stage === "lobby"));
  setText($("finished"), number(finished));
  $("finished-of").max = Math.max(1, joined);
  $("finished-of").value = finished;
  setText($("lost"), words.lost(joined));
}

function paintLine() {
  setText($("line"), line === "connected" && others.now() > 0 ? words.others(others.now()) : words.line[line] || "");
  $("line").dataset.line = line;
  setHidden($("offline"), line !== "offline");
  setText($("offline"), line !== "offline" ? "" : why ? words.refused(why.sentence, why.hint) : words.offline);
  const trouble = line === "connected" ? troubleWords(view.trouble, page.in_engine) : ""; // without a line nobody knows
  setHidden($("trouble"), !trouble);
  setText($("trouble"), trouble);
}

/* Nothing more can be done on this page. What it showed is taken off it. */
function end({ refused, sentence, hint }) {
  if (over) return;
  over = true;
  board.stopPeeking();
  secret.hide();
  handover.end();
  secondLook.close();
  deletion.close();
  const [heading, text] = refused === "gone" ? words.gone : [sentence, hint];
  setText($("over-heading"), heading);
  setText($("over-text"), text);
  setText($("over-link"), words.overLinks[refused] || words.overLinks.other);
  $("over-link").href = { gone: "/", no_control: page.urls.recover }[refused] || window.location.href;
  document.querySelectorAll("[data-live]").forEach((part) => part.remove());
  setHidden($("over"), false);
  $("over-heading").focus();
}

listenToClicker((way) => !over && next.byKey(way));
onePressAtATime();
helpOnKeys();
copyButtons();
projectorLinks(`projector ${page.session.id}`);
document.querySelectorAll(".row").forEach((row) => {
  row.addEventListener("toggle", () => row.open && row.scrollIntoView({ block: "nearest" }));
});
openResults();
openRowOfAddress();
newProjectorLink();
paint();
