/* The projector: shows the server's newest view, and has no controls but the full screen. */

import { boardOn } from "./lib/board.js";
import { lookedAgain } from "./lib/board_state.js";
import { countdownOn } from "./lib/countdown.js";
import { darkOn } from "./lib/dark.js";
import { fullScreenOn } from "./lib/full_screen.js";
import { pageAgain } from "./lib/page_again.js";
import { sceneOf, sentenceOf } from "./lib/projector_scene.js";
import { watchPointer } from "./lib/resting.js";
import { words } from "./lib/screen_words.js";
import { connect, pageData } from "./lib/socket.js";
import { spotlightOn } from "./lib/spotlight.js";
import { setText } from "./lib/text.js";
import { wrapUpOn } from "./lib/wrap_up.js";
import { takeawaysOn } from "./lib/wrap_up_takeaways.js";

const page = pageData();
const $ = (id) => document.getElementById(id);
const [firstChoice, lastChoice] = [page.grid.choices[0], page.grid.choices.slice(-1)[0]];
const board = boardOn($("board"), page.grid);
const countdown = countdownOn($("countdown"));
const talk = [spotlightOn($("spotlight"), page.grid), wrapUpOn($("wrap-up"), page.grid), takeawaysOn($("takeaways"))];

let view = page.view;
let over = false;

connect(page.auth, {
  onView(newer) {
    view = newer;
    paint();
  },
  onGone: () => end(...words.gone),
  onKept: lookAgain,
  onStatus(status, refusal) {
    if (status === "refused") end(refusal.sentence, refusal.hint);
    $("offline").hidden = status !== "offline" || over;
    setText($("offline"), words.offline);
  },
});
fullScreenOn($("full"));
darkOn($("dark-button"), $("dark"));
watchPointer();

function paint() {
  if (over) return;
  const { joined, finished } = view.turnout;
  const open = view.stage === "voting" || view.stage === "showing";
  document.body.dataset.stage = view.stage;
  document.body.dataset.open = String(open);
  show(sceneOf(view));
  setText($("sentence"), sentenceOf(view, lastChoice.name));
  setText($("covered-heading"), words.covered(view.round));
  setText($("had-finished"), words.hadFinished(finished, joined));
  setText($("joined"), words.joined(joined));
  paintJoining();
  $("top-join").hidden = !open || view.locked;
  paintScale();
  countdown.paint(view);
  talk.forEach((part) => part.paint(view)); // also those that are not on the screen: what has gone from the view leaves the page
  board.paint(view); // also while it is not on the screen: what is covered or taken back leaves the page
}

/* How to join, or that nobody can. */
function paintJoining() {
  setText($("locked"), words.locked);
  document.querySelectorAll("[data-joining]").forEach((part) => {
    part.hidden = part.dataset.joining !== (view.locked ? "locked" : "open");
  });
}

/* What 0 % and 100 % mean; in the agreement layer with its blues between them. */
function paintScale() {
  const seen = Boolean(view.results);
  $("ramp").hidden = !seen || view.board.layer !== "agreement";
  setText($("scale-from"), seen ? words.emptyScale(firstChoice.name, lastChoice.name) : words.turnoutScale);
  setText($("scale-to"), seen ? words.fullScale : "");
  setText($("legend-fragile"), words.star);
  setText($("legend-before"), seen && sceneOf(view) === "board" && view.order.some((id) => lookedAgain(view.results[id])) ? words.thinBar : "");
}

/* It is kept shorter or longer from now on. */
async function lookAgain() {
  const newer = await pageAgain();
  if (newer && newer.getElementById("kept")) setText($("kept"), newer.getElementById("kept").textContent);
}

function show(scene) {
  document.body.dataset.scene = scene;
  document.querySelectorAll("[data-for]").forEach((part) => {
    part.hidden = !part.dataset.for.split(" ").includes(scene);
  });
}

/* Nothing more will come: say why, and show no results any more. */
function end(heading, text) {
  over = true;
  talk.forEach((part) => part.paint(null));
  countdown.paint({ countdown: null });
  board.paint({ ...view, results: null });
  show("over");
  $("offline").hidden = true;
  setText($("over-heading"), heading);
  setText($("over-text"), text);
}

paint();
