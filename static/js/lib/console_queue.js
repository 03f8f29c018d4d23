/* What people typed: reasons on the square in the spotlight, takeaways at the end. Nothing of it is seen by anybody else before it is
   approved, and nothing of it carries a colour. Words stand on the page as text, whatever is in them. */

import { throttled } from "./console_aloud.js";
import { $, setHidden, setText } from "./console_dom.js";
import { words } from "./console_talk_words.js";
import { announcer } from "./text.js";

const STATES = ["waiting", "approved", "hidden"];

/* What the queue shows: {kind, items, elsewhere, waiting}. At the end takeaways, and the reasons that nobody has judged; before it the
   reasons on the square in the spotlight, or all of them; `elsewhere`: how many there are on other squares; `waiting`: how many wait in
   all. Pure. */
export function queueOf({ stage, spotlight }, typed, everywhere) {
  const kind = stage === "takeaways" || (stage === "closed" && typed.takeaways.length) ? "takeaways" : "reasons";
  const waiting = [...typed.reasons, ...typed.takeaways].filter(({ state }) => state === "waiting").length;
  const unjudged = typed.reasons.filter(({ state }) => state === "waiting");
  if (kind === "takeaways") return { kind, items: [...typed.takeaways, ...unjudged], elsewhere: 0, waiting };
  const square = spotlight ? spotlight.square : null;
  const here = typed.reasons.filter((reason) => reason.square === square);
  const elsewhere = typed.reasons.length - here.length;
  return { kind, items: everywhere || square === null ? typed.reasons : here, elsewhere, waiting };
}

/* Which buttons an item has: {approve, hide, up, down}. Only an approved reason on the square in the spotlight can be shown. Pure. */
export function buttonsOf(item, { spotlight, broughtUp }) {
  const here = isReason(item) && Boolean(spotlight) && spotlight.square === item.square;
  const isUp = broughtUp === item.id;
  return {
    approve: item.state !== "approved",
    hide: item.state !== "hidden",
    up: here && item.state === "approved" && !isUp,
    down: isUp,
  };
}

function isReason(item) {
  return item.square !== undefined;
}

/* `order` sends, `order(…)` resolves to the answer. */
export function queueOn(names, grid, order) {
  const lists = new Map(STATES.map((state) => [state, $(`queue-${state}`)]));
  const rows = new Map(); // id → row
  const tellWaiting = throttled(announcer($("queue-said")));
  let typed = { reasons: [], takeaways: [], notes: {}, brought_up: null };
  let view = null;
  let everywhere = false;
  let asking = null; // the id of which is asked whether it shall be deleted

  $("queue-elsewhere").addEventListener("click", () => {
    everywhere = !everywhere;
    paint(view);
  });

  function arrived(newer) {
    typed = newer;
    if (view) paint(view);
  }

  function paint(newer) {
    if (view && (view.stage !== newer.stage || !newer.spotlight !== !view.spotlight)) everywhere = false;
    view = newer;
    const queue = queueOf(view, typed, everywhere);
    const takeaways = queue.kind === "takeaways";
    setText($("queue-heading"), takeaways ? words.queue.takeaways : words.queue.reasons);
    setText($("queue-none"), queue.items.length ? "" : takeaways ? words.queue.noTakeaways : words.queue.noReasons);
    setHidden($("queue-elsewhere"), !view.spotlight || !queue.elsewhere || takeaways);
    setText($("queue-elsewhere"), everywhere ? words.onlyHere : words.elsewhere(queue.elsewhere));
    paintWaiting(queue.waiting);
    paintRows(queue);
  }

  function paintWaiting(waiting) {
    setHidden($("talk-waiting"), !waiting);
    setText($("talk-waiting"), words.waiting(waiting));
    tellWaiting(words.waitingSaid(waiting));
  }

  function paintRows(queue) {
    const focused = document.activeElement;
    const before = focused && focused.closest("[data-words]");
    const place = before ? [...before.parentElement.children].indexOf(before) : 0;
    const list = before && before.parentElement;
    const ids = new Set(queue.items.map(({ id }) => id));
    rows.forEach((row, id) => !ids.has(id) && forget(id, row));
    queue.items.forEach((item) => paintRow(item));
    STATES.forEach((state) => arrange(lists.get(state), queue.items.filter((item) => item.state === state)));
    setHidden($("queue-hidden-part"), !lists.get("hidden").children.length);
    setText($("queue-hidden-name"), words.hidden(lists.get("hidden").children.length));
    setHidden($("queue-approved-part"), !lists.get("approved").children.length);
    setText($("queue-approved-name"), words.approved(lists.get("approved").children.length));
    if (before) keepPlace(focused, before, list, place);
  }

  function forget(id, row) {
    row.remove();
    rows.delete(id);
  }

  function arrange(list, items) {
    items.forEach(({ id }, at) => {
      if (list.children[at] !== rows.get(id)) list.insertBefore(rows.get(id), list.children[at] || null);
    });
  }

  /* Whoever judges one after the other stays there: the next one that waits has the focus, not one that has gone elsewhere. */
  function keepPlace(focused, row, list, place) {
    if (row.isConnected && row.parentElement === list && shows(focused)) {
      if (document.activeElement !== focused) focused.focus({ preventScroll: true });
      return;
    }
    const next = row.isConnected && row.parentElement === list ? row : list.children[Math.min(place, list.children.length - 1)];
    const button = next && [...next.querySelectorAll("button")].find(shows);
    (button || $("queue-heading")).focus();
  }

  function paintRow(item) {
    const row = rows.get(item.id) || rowFor(item.id);
    const find = (name) => row.querySelector(`[data-part="${name}"]`);
    const has = buttonsOf(item, { spotlight: view.spotlight, broughtUp: typed.brought_up });
    const elsewhere = isReason(item) && (!view.spotlight || view.spotlight.square !== item.square);
    row.dataset.state = has.down ? "up" : item.state;
    setText(find("words"), item.words);
    setText(find("square"), elsewhere ? names.label(item.square) : "");
    setText(find("says"), has.down ? words.queue.isUp : "");
    setText(find("approve"), words.queue.approve);
    ["approve", "hide", "up", "down"].forEach((name) => setHidden(find(name), !has[name] || asking === item.id));
    setHidden(find("remove"), asking === item.id);
    setHidden(find("really"), asking !== item.id);
  }

  function rowFor(id) {
    const row = $("queue-row").content.firstElementChild.cloneNode(true);
    const find = (name) => row.querySelector(`[data-part="${name}"]`);
    const on = (name, act) => find(name).addEventListener("click", act);
    row.dataset.words = String(id);
    find("square").lang = grid.language;
    find("words").id = `words-${id}`;
    row.querySelectorAll("button").forEach((button) => button.setAttribute("aria-describedby", `words-${id}`));
    on("approve", () => judge(id, "approved"));
    on("hide", () => judge(id, "hidden"));
    on("up", () => order("bring_up", { id }, $("queue-note")));
    on("down", () => order("bring_up", { id: null }, $("queue-note")));
    on("remove", () => ask(id, "keep"));
    on("keep", () => ask(null, "remove", row));
    on("remove-now", () => order("delete_words", { id }, $("queue-note"), "", `delete_words ${id}`));
    rows.set(id, row);
    return row;
  }

  const judge = (id, verdict) => order("judge", { id, verdict }, $("queue-note"), "", `judge ${id}`);

  function ask(id, focus, row = rows.get(id)) {
    asking = id;
    paint(view);
    row.querySelector(`[data-part="${focus}"]`).focus();
  }

  return { paint, arrived };
}

function shows(element) {
  return Boolean(element) && element.offsetParent !== null;
}
