// One room as pollapp keeps it, in memory alone: dots are checked, counted once per command, the last on a square counts; what people see
// is made from the counts. The shapes are pollapp's (docs/wire.md), so that as many bytes travel.
const SQUARES = Array.from({ length: 24 }, (_, at) => at + 1);
const CHOICES = ["green", "yellow", "red"];
export const TICK = 100; // ms between two views to screens
const PHONE_PAUSE = 1000; // ms between two views to all phones
export const HEARTBEAT = 20_000; // ms between two pings, as pollapp has it

export class Room {
  #seen = new Map(); // command id → its answer
  #counts = new Map(SQUARES.map((square) => [square, [0, 0, 0]]));
  #dots = new Map(); // participant → square → choice
  seq = 0;
  stage = "voting";
  phones = 0;

  // toAll: phones see the results from the start, with every tick, as screens do.
  constructor(toAll = false) {
    this.toAll = toAll;
  }

  join(participant) {
    this.phones += 1;
    if (!this.#dots.has(participant)) this.#dots.set(participant, new Map());
  }

  leave() {
    this.phones -= 1;
  }

  place(participant, { dots }) {
    if (!Array.isArray(dots) || dots.length < 1 || dots.length > 64) return { refused: "malformed" };
    return { ok: true, answers: dots.map((dot) => this.#answer(participant, dot)) };
  }

  #answer(participant, dot) {
    const key = `${participant} ${dot.command_id}`;
    const before = this.#seen.get(key);
    if (before) return before;
    const answer = this.#placed(participant, dot);
    this.#seen.set(key, answer);
    return answer;
  }

  #placed(participant, { round, square, choice, counter }) {
    const counts = this.#counts.get(square);
    const place = CHOICES.indexOf(choice);
    const mine = this.#dots.get(participant);
    if (round !== 1 || !counts || place < 0 || !Number.isInteger(counter) || !mine) return { refused: "malformed" };
    if (mine.has(square)) counts[mine.get(square)] -= 1;
    mine.set(square, place);
    counts[place] += 1;
    return { ok: true, seq: ++this.seq };
  }

  reveal() {
    this.stage = "showing";
    return { ok: true, seq: ++this.seq };
  }

  #results() {
    return Object.fromEntries([...this.#counts].map(([square, counts]) => [square, result(counts)]));
  }

  #shared() {
    return { seq: this.seq, stage: this.stage, round: 1, squares: SQUARES, locked: false, minimum: 3, epoch: "", remains: null };
  }

  phoneView() {
    const results = this.toAll || this.stage === "showing" ? this.#results() : null;
    return { ...this.#shared(), in_round: 24, results, spotlight: null, recall: "nothing", before: null, countdown: null };
  }

  screenView() {
    const squares = Object.fromEntries([...this.#counts].map(([square, counts]) => [square, counts[0] + counts[1] + counts[2]]));
    const turnout = { joined: this.#dots.size, present: this.phones, finished: 0, squares };
    const board = { layer: "votes", order: "grid", which: "round" };
    return { ...this.#shared(), results: this.#results(), turnout, board, order: SQUARES, live: true, spotlight: null, countdown: null };
  }

  mine(participant) {
    const dots = Object.fromEntries([...(this.#dots.get(participant) ?? [])].map(([square, place]) => [square, CHOICES[place]]));
    return { seq: this.seq, round: 1, dots, skipped: [], done: false, finished: false, counter: 0, earlier: {}, cited: {} };
  }
}

function result(counts) {
  const n = counts[0] + counts[1] + counts[2];
  const most = Math.max(...counts);
  const leading = n ? counts.flatMap((count, at) => (count === most ? [at] : [])) : [];
  return { n, counts, agreement: n > 1 ? Math.round((100 * most) / n) : null, word: "split", leading };
}

// Calls `toScreens(view)` when something changed, at once after a quiet moment and then once a tick; `toPhones(view)` when what phones
// may see changed, that is from the reveal on, once in PHONE_PAUSE; or with every tick, in a room that tells all.
export class Views {
  #sentAt = 0;
  #phonesAt = 0;
  #waiting = null;
  #phonesSaw;

  constructor(room, toScreens, toPhones) {
    Object.assign(this, { room, toScreens, toPhones });
    this.#phonesSaw = looks(room.phoneView());
  }

  changed() {
    this.#waiting ??= setTimeout(() => this.#send(), Math.max(0, this.#sentAt + TICK - performance.now()));
  }

  #send() {
    this.#waiting = null;
    this.#sentAt = performance.now();
    this.toScreens(this.room.screenView());
    const view = this.room.phoneView();
    if (looks(view) === this.#phonesSaw) return;
    const stageMoved = JSON.parse(this.#phonesSaw).stage !== view.stage;
    if (!stageMoved && this.#sentAt < this.#phonesAt + (this.room.toAll ? 0 : PHONE_PAUSE)) {
      this.changed(); // not yet: the next tick looks again
      return;
    }
    this.#phonesAt = this.#sentAt;
    this.#phonesSaw = looks(view);
    this.toPhones(view);
  }
}

function looks(view) {
  return JSON.stringify({ ...view, seq: 0 });
}
