/* The line to the server, and the only file that knows Socket.IO.

   const live = connect(page.auth, { onView, onMine, onTyped, onGone, onStatus });
   live.send(event, payload) → Promise of the ack; it never rejects. What could not be delivered, or was not answered
   in time, resolves to {refused: "offline", …}: nobody knows whether it arrived, so send it again under the same id.

   onStatus(status, refusal): "connecting" | "connected" | "offline" (with the server's refusal where it says one that passes) |
   "refused" (then with the server's refusal). `onKept`: how long the session is kept has changed. */

import { io } from "../../vendor/socket.io.esm.min.js";
import { pauseAfter } from "./again.js";

const ACK_WITHIN = 5000; // milliseconds, also below
const ALIVE_WITHIN = 2500;
const OFFLINE_AFTER = 3000; // a shorter gap is not worth a banner
const LONGEST_PAUSE = 2000; // between two tries; 1 to 3 seconds with their spread: a server that comes back has everybody within 5 seconds
const RELOAD_EVERY = 60000;
const RELOAD_WITHIN = 2000; // after an upgrade a whole class reloads: not in one moment
const RELOADED_AT = "pollapp reloaded at";
const TRY_AGAIN = ["not_stored", "server_error", "slow_down", "elsewhere"]; // refusals of a connection that pass
const OFFLINE = { refused: "offline", sentence: "No connection to the server.", hint: "It is tried again as soon as it is back." };

const OPTIONS = {
  transports: ["websocket", "polling"],
  tryAllTransports: true,
  timeout: 8000,
  randomizationFactor: 0, // see `spread`
};

export function connect(auth, { onView, onMine = nothing, onTyped = nothing, onGone = nothing, onKept = nothing, onStatus = nothing }) {
  const query = { room: auth.session.slice(0, 4) }; // where there are several workers, they keep the lines of a room together by it
  const socket = io({ ...OPTIONS, transports: [...OPTIONS.transports], auth, query });
  const status = statusTeller(onStatus);
  const again = () => jittered(() => socket.connect());
  let epoch; // of the newest view: which life of the store its `seq` is of
  let lastSeq = 0;
  let over = false;
  let tries = 1;

  /* Socket.IO's own pauses are all of one length after a few tries, and after a thousand half of them are none at all. */
  function spread() {
    const pause = pauseAfter(tries, Math.random, LONGEST_PAUSE);
    tries += 1;
    socket.io.reconnectionDelay(pause);
    socket.io.reconnectionDelayMax(pause);
  }

  function end() {
    over = true;
    socket.disconnect();
    onGone();
  }

  function refused(refusal) {
    if (refusal.refused === "gone") {
      end();
    } else if (TRY_AGAIN.includes(refusal.refused)) {
      status.lost(refusal);
      again();
    } else if (refusal.refused !== "old_page" || !reloadOnce()) {
      over = true;
      status.tell("refused", refusal);
    }
  }

  socket.on("connect", () => {
    tries = 1;
    status.tell("connected");
  });
  socket.on("disconnect", (reason) => {
    if (over) return;
    spread();
    status.lost();
    if (reason === "io server disconnect") again(); // the one case in which Socket.IO does not come back by itself
  });
  socket.on("connect_error", (error) => {
    spread();
    if (error.data) return refused(error.data);
    socket.io.opts.transports.reverse(); // some networks let a websocket hang without a word: begin with the other one next time
    return status.lost();
  });
  socket.on("view", (view, confirm) => {
    confirmed(confirm);
    if (view.epoch === epoch && view.seq < lastSeq) return;
    [epoch, lastSeq] = [view.epoch, view.seq];
    onView(view);
  });
  socket.on("mine", (mine) => onMine(mine));
  socket.on("typed", (typed, confirm) => {
    confirmed(confirm);
    onTyped(typed); // consoles alone: reasons, takeaways, notes
  });
  socket.on("kept", () => onKept());
  socket.on("gone", end);

  async function send(event, payload, within = ACK_WITHIN) {
    if (!socket.connected) return OFFLINE;
    const sentIn = epoch;
    try {
      const ack = await socket.timeout(within).emitWithAck(event, payload);
      const holds = sentIn === undefined || sentIn === epoch; // else a life that is over may have answered: nobody knows, as below
      return ack && typeof ack === "object" && holds ? ack : OFFLINE;
    } catch (notAnswered) {
      if (socket.connected && event !== "alive") wake(); // a line that swallows messages may be dead without knowing it
      return OFFLINE;
    }
  }

  function reconnect() {
    socket.disconnect(); // also ends a wait between two tries
    socket.connect();
  }

  /* A suspended phone can wake up with a socket that is dead and does not know. The server answers every message, also
     one it does not know, so any answer proves that the line is alive. */
  async function wake() {
    if (over) return;
    if (!socket.connected) return reconnect();
    const line = socket.id;
    const answer = await send("alive", {}, ALIVE_WITHIN);
    if (answer === OFFLINE && !over && socket.id === line) reconnect();
  }

  whenAwake(wake);
  status.lost();
  return { send };
}

if (isOlderThanItsScripts()) reloadOnce();

function nothing() {}

function jittered(act) {
  setTimeout(act, 1000 + Math.random() * 2000);
}

/* Tells each status once. A lost line is "connecting" first, and "offline" when that takes long. */
function statusTeller(onStatus) {
  let now = null;
  let timer = 0;
  function tell(status, refusal) {
    clearTimeout(timer);
    timer = 0;
    if (status === now && !refusal) return;
    now = status;
    onStatus(status, refusal);
  }
  function lost(refusal) {
    if (refusal && now === "offline") tell("offline", refusal); // there is a server again, and it says why not
    if (now === "offline" || timer) return;
    tell("connecting");
    timer = setTimeout(() => tell("offline", refusal), OFFLINE_AFTER);
  }
  return { tell, lost };
}

function whenAwake(wake) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) wake();
  });
}

/* Reload for a newer page, at most once a minute: a server that goes on saying "old page" must not make the page spin.
   Without storage nothing is remembered over a reload, so there a page that was itself reloaded stays. */
function reloadOnce() {
  try {
    if (Math.abs(Date.now() - sessionStorage.getItem(RELOADED_AT)) < RELOAD_EVERY) return false; // a clock may be set back meanwhile
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  } catch (noStorage) {
    if (wasReloaded()) return false;
  }
  setTimeout(() => window.location.reload(), Math.random() * RELOAD_WITHIN);
  return true;
}

/* The page came from a server that was replaced before its scripts were asked for: they are newer than it (pollapp/web/older_files.py). */
function isOlderThanItsScripts() {
  const script = document.querySelector('script[type="module"]');
  return Boolean(script) && !import.meta.url.startsWith(script.src.split("/js/")[0]);
}

function wasReloaded() {
  const entries = performance.getEntriesByType ? performance.getEntriesByType("navigation") : [];
  return !entries.length || entries[0].type === "reload";
}

/* Screens confirm what they got, so that the server never queues for them what is stale. */
function confirmed(confirm) {
  if (typeof confirm === "function") confirm();
}

/* What the server has written into the page for its script. Read once: the view is taken from the page then, because what it shows may
   be taken back, and has to leave the document too. */
export function pageData() {
  const block = document.getElementById("page");
  const page = JSON.parse(block.textContent);
  block.textContent = JSON.stringify({ ...page, view: null, mine: null });
  return page;
}
