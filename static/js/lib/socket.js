/* The line to the server, and the only file that knows Socket.IO.

   const live = connect(page.auth, { onView, onMine, onTyped, onGone, onStatus });
   live.send(event, payload) → Promise of the ack; it never rejects. What could not be delivered, or was not answered
   in time, resolves to {refused: "offline", …}: nobody knows whether it arrived, so send it again under the same id.

   onStatus(status, refusal): "connecting" | "connected" | "offline" | "refused" (then with the server's refusal). */

import { io } from "../../vendor/socket.io.esm.min.js";

const ACK_WITHIN = 5000; // milliseconds, also below
const ALIVE_WITHIN = 2500;
const OFFLINE_AFTER = 3000; // a shorter gap is not worth a banner
const RELOAD_EVERY = 60000;
const RELOADED_AT = "pollapp reloaded at";
const TRY_AGAIN = ["not_stored", "server_error"]; // refusals of a connection that pass
const OFFLINE = { refused: "offline", sentence: "No connection to the server.", hint: "It is tried again as soon as it is back." };

const OPTIONS = {
  transports: ["websocket", "polling"],
  tryAllTransports: true,
  timeout: 8000,
  reconnectionDelay: 500,
  reconnectionDelayMax: 5000,
  randomizationFactor: 0.5,
};

export function connect(auth, { onView, onMine = nothing, onTyped = nothing, onGone = nothing, onStatus = nothing }) {
  const socket = io({ ...OPTIONS, transports: [...OPTIONS.transports], auth });
  const status = statusTeller(onStatus);
  const again = () => jittered(() => socket.connect());
  let lastSeq = 0;
  let over = false;

  function end() {
    over = true;
    socket.disconnect();
    onGone();
  }

  function refused(refusal) {
    if (refusal.refused === "gone") {
      end();
    } else if (TRY_AGAIN.includes(refusal.refused)) {
      status.lost();
      again();
    } else if (refusal.refused !== "old_page" || !reloadOnce()) {
      over = true;
      status.tell("refused", refusal);
    }
  }

  socket.on("connect", () => status.tell("connected"));
  socket.on("disconnect", (reason) => {
    if (over) return;
    status.lost();
    if (reason === "io server disconnect") again(); // the one case in which Socket.IO does not come back by itself
  });
  socket.on("connect_error", (error) => {
    if (error.data) return refused(error.data);
    socket.io.opts.transports.reverse(); // some networks let a websocket hang without a word: begin with the other one next time
    return status.lost();
  });
  socket.on("view", (view, confirm) => {
    confirmed(confirm);
    if (view.seq < lastSeq) return;
    lastSeq = view.seq;
    onView(view);
  });
  socket.on("mine", (mine) => onMine(mine));
  socket.on("typed", (typed, confirm) => {
    confirmed(confirm);
    onTyped(typed); // consoles alone: reasons, takeaways, notes
  });
  socket.on("gone", end);

  async function send(event, payload, within = ACK_WITHIN) {
    if (!socket.connected) return OFFLINE;
    try {
      const ack = await socket.timeout(within).emitWithAck(event, payload);
      return ack && typeof ack === "object" ? ack : OFFLINE;
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
  function lost() {
    if (now === "offline" || timer) return;
    tell("connecting");
    timer = setTimeout(() => tell("offline"), OFFLINE_AFTER);
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
    if (Date.now() - Number(sessionStorage.getItem(RELOADED_AT)) < RELOAD_EVERY) return false;
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  } catch (noStorage) {
    if (wasReloaded()) return false;
  }
  window.location.reload();
  return true;
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
