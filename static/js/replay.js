/* The finished session as a film, on console and projector. It is fetched once, and again when the session has changed: somebody may
   have forgotten their dots. The console leads the projector's film where both are in one browser. */

import { projectorLinks } from "./lib/console_copy.js";
import { $ } from "./lib/console_dom.js";
import { darkOn } from "./lib/dark.js";
import { filmOf } from "./lib/film.js";
import { channelOf } from "./lib/film_channel.js";
import { wishOf } from "./lib/film_keys.js";
import { loadFilm } from "./lib/film_load.js";
import { playerOf, SPEEDS } from "./lib/film_player.js";
import { filmScreen } from "./lib/film_screen.js";
import { words } from "./lib/film_words.js";
import { fullScreenOn } from "./lib/full_screen.js";
import { watchPointer } from "./lib/resting.js";
import { connect, pageData } from "./lib/socket.js";

const AGAIN_AFTER = 4000; // milliseconds

const page = pageData();
const leads = page.auth.role === "console";
const screen = filmScreen(page.grid);
const channel = channelOf(page.session.id, heard);

let film = null;
let player = null;
let layer = "votes";
let newest = 0; // how far the session's log has come, as far as this page knows
let loading = false;
let over = false;
let told = null; // what the console told last, before there was a film to show it on

/* Getting the film */

async function load() {
  if (loading || over) return;
  loading = true;
  const { film: data, refusal, passing } = await loadFilm(page.urls.film);
  loading = false;
  if (data) open(filmOf(data));
  else if (!passing) end(refusal);
  else tryAgain(refusal);
}

function tryAgain({ refused }) {
  if (!film) screen.explain("waiting", ...(refused === "offline" ? words.offline : words.again));
  setTimeout(loadIfOld, AGAIN_AFTER);
}

function loadIfOld() {
  if (!film || film.seq < newest) load();
}

/* One that was made anew is shown from about where the old one was. */
function open(newer) {
  const part = film ? player.step / Math.max(1, film.last) : 0;
  const speed = player ? player.speed : 1;
  if (player) player.pause();
  film = newer;
  player = playerOf({ last: film.last, paceAt: film.paceAt, changed: paint });
  player.speed = speed;
  screen.open(film);
  player.go(part * film.last);
  if (told) heard(told);
  if (!leads) channel.tell({ hello: true });
  loadIfOld(); // somebody may have forgotten meanwhile
}

connect(page.auth, {
  onView(view) {
    newest = view.seq;
    if (view.stage !== "closed" || !view.results) reopened();
    else loadIfOld();
  },
  onGone: () => end({ refused: "gone" }),
  onStatus(status, refusal) {
    document.body.dataset.line = status;
    if (status === "refused") end(refusal);
    if (status === "connected") loadIfOld();
  },
});

/* The projector has something else to show now. */
function reopened() {
  if (leads) end({ refused: "opened" });
  else window.location.replace(page.urls.back);
}

function end({ refused, sentence, hint }) {
  if (over) return;
  over = true;
  if (player) player.pause();
  screen.explain("over", ...(words[refused] || [sentence, hint]));
}

function paint() {
  if (over) return;
  screen.paint(film, player, layer);
  if (leads) tell();
}

/* Moving it */

$("play").addEventListener("click", () => player.toggle());
$("step-back").addEventListener("click", () => player.by(-1));
$("step-on").addEventListener("click", () => player.by(1));
$("at").addEventListener("input", () => player.by(Number($("at").value) - player.step));
$("speeds").append(...SPEEDS.map(speedButton));
document.querySelectorAll("button[data-layer]").forEach((button) => button.addEventListener("click", () => arrange(button.dataset.layer)));
document.addEventListener("keydown", (event) => {
  const wish = player && !over ? wishOf(event) : null;
  if (!wish) return;
  event.preventDefault();
  if (wish === "toggle") player.toggle();
  else player.by({ on: 1, back: -1, first: -player.step, last: film.last }[wish]);
});

function speedButton(speed) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.speed = String(speed);
  button.append(words.speed(speed));
  button.addEventListener("click", () => player.setSpeed(speed));
  return button;
}

function arrange(wanted) {
  layer = wanted;
  paint();
}

/* From window to window */

function heard(message) {
  if (leads) return message.hello && film && tell();
  if (message.hello) return undefined;
  told = message;
  if (!film || over) return undefined;
  layer = message.layer === "agreement" ? "agreement" : "votes";
  return player.follow(message);
}

function tell() {
  const { step, playing, speed } = player;
  channel.tell({ step, playing, speed, layer });
}

if (leads) {
  projectorLinks(`projector ${page.session.id}`);
} else {
  fullScreenOn($("full"));
  darkOn($("dark-button"), $("dark"));
  watchPointer();
}
load();
