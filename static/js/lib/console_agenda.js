/* The agenda of the talk: which squares come next, and why. A press puts one in the spotlight; what was talked about is ticked off.
   One click deeper it can be changed: moved, dropped, added to, or given back to what is proposed. */

import { $, setHidden, setPressed, setText } from "./console_dom.js";
import { words } from "./console_talk_words.js";

/* The agenda with the square moved by `by` places, dropped or added. Pure. */
export const moved = (squares, square, by) => {
  const at = squares.indexOf(square);
  const to = Math.max(0, Math.min(squares.length - 1, at + by));
  const others = squares.filter((one) => one !== square);
  return at < 0 ? squares : [...others.slice(0, to), square, ...others.slice(to)];
};
export const without = (squares, square) => squares.filter((one) => one !== square);
export const withIt = (squares, square) => (squares.includes(square) ? squares : [...squares, square]);

/* What the agenda is made from next: the newest view's, or what was answered and has not come back in a view yet. No DOM.
   Changes wait for each other, so that two quick presses are two changes. */
export function createAgenda(send) {
  let view = null;
  let answered = null; // { epoch, seq, squares }: the newest agenda that the server has confirmed
  let queue = Promise.resolve();

  function base() {
    if (answered && view.epoch === answered.epoch && view.seq < answered.seq) return answered;
    return { seq: view.agenda.seq, squares: view.agenda.items.map(({ square }) => square) };
  }

  /* `edit(squares)` → the new squares, or null for what is proposed. */
  function change(edit) {
    queue = queue.then(async () => {
      const { seq, squares } = base();
      const wanted = edit(squares);
      const ack = await send({ before: seq, squares: wanted });
      if (ack && ack.ok) answered = { epoch: view.epoch, seq: ack.seq, squares: wanted || squares };
    });
    return queue;
  }

  return { arrived: (newer) => (view = newer), change };
}

/* `order` sends settings (console_orders.js); `pick(square)` puts one in the spotlight. */
export function agendaOn(grid, names, { order, pick }) {
  const list = $("agenda-list");
  const agenda = createAgenda((wanted) => order("set_agenda", wanted, $("agenda-note")));
  const rows = new Map(grid.squares.map(({ id }) => [id, rowFor(id)]));
  let changing = false;

  $("agenda-change").addEventListener("click", () => {
    changing = !changing;
    paintChanging();
  });
  $("agenda-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const square = Number($("agenda-add").value);
    if (square) agenda.change((squares) => withIt(squares, square));
  });
  $("agenda-proposed").addEventListener("click", () => agenda.change(() => null));

  function rowFor(id) {
    const label = names.label(id);
    const row = $("agenda-row").content.firstElementChild.cloneNode(true);
    const find = (name) => row.querySelector(`[data-part="${name}"]`);
    row.dataset.square = String(id);
    find("label").textContent = label;
    find("label").lang = grid.language;
    name(find("done"), words.discussed(label));
    name(find("up"), words.upOf(label), words.up);
    name(find("down"), words.downOf(label), words.down);
    name(find("drop"), words.dropOf(label), words.drop);
    find("pick").addEventListener("click", () => pick(id));
    find("up").addEventListener("click", () => agenda.change((squares) => moved(squares, id, -1)));
    find("down").addEventListener("click", () => agenda.change((squares) => moved(squares, id, 1)));
    find("drop").addEventListener("click", () => agenda.change((squares) => without(squares, id)));
    find("done").addEventListener("change", (event) => tick(id, event.target));
    return row;
  }

  /* A tick that could not be stored is taken off again. Each square has an order of its own: two ticks are two orders. */
  async function tick(id, box) {
    const discussed = box.checked;
    const ack = await order("mark_discussed", { square: id, discussed }, $("agenda-note"), "", `mark_discussed ${id}`);
    if (ack && !ack.ok) box.checked = !discussed;
  }

  function paint(view) {
    agenda.arrived(view);
    const { items, own } = view.agenda;
    arrange(items.map(({ square }) => rows.get(square)));
    items.forEach((item) => paintRow(rows.get(item.square), item, view.spotlight));
    setText($("agenda-about"), own ? words.own : items.length ? words.proposed : words.empty);
    setHidden($("agenda-ticked"), !items.length);
    if (!own && document.activeElement === $("agenda-proposed")) $("agenda-heading").focus(); // it goes away
    setHidden($("agenda-proposed"), !own);
    paintChoices(view, new Set(items.map(({ square }) => square)));
    paintChanging();
  }

  /* These rows and no others, in this order; whoever has the focus keeps it. */
  function arrange(wanted) {
    const focused = document.activeElement;
    rows.forEach((row) => !wanted.includes(row) && row.remove());
    wanted.forEach((row, at) => {
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] || null);
    });
    if (focused === document.activeElement) return;
    if (list.contains(focused)) focused.focus({ preventScroll: true });
    else $("agenda-heading").focus({ preventScroll: true });
  }

  function paintRow(row, item, spotlight) {
    const find = (name) => row.querySelector(`[data-part="${name}"]`);
    const now = Boolean(spotlight) && spotlight.square === item.square;
    row.dataset.state = now ? "now" : item.discussed ? "discussed" : "open";
    setText(find("why"), words.why[item.why]);
    if (now) find("pick").setAttribute("aria-current", "true");
    else find("pick").removeAttribute("aria-current");
    if (document.activeElement !== find("done") || find("done").checked !== item.discussed) find("done").checked = item.discussed;
  }

  /* What can be added: every square that is not on it. */
  function paintChoices(view, on) {
    const select = $("agenda-add");
    const free = view.squares.filter((square) => !on.has(square));
    const shown = [...select.options].map(({ value }) => Number(value));
    if (free.join() === shown.join()) return;
    select.replaceChildren(...free.map((square) => new Option(names.label(square), String(square))));
    select.lang = grid.language;
  }

  function paintChanging() {
    setPressed($("agenda-change"), changing);
    setText($("agenda-change"), changing ? words.changed : words.change);
    $("agenda").dataset.changing = String(changing);
    setHidden($("agenda-changing"), !changing);
  }

  return { paint };
}

/* The name that a screen reader says begins with what stands there. */
function name(control, said, shown) {
  if (shown) control.textContent = shown;
  control.setAttribute("aria-label", said);
}
