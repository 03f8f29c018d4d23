/* What this browser keeps of dots that are not saved yet, shared by its tabs. Never throws: where storage is missing or
   full (private mode), the same is kept in memory, as long as the page lives.

   `owner`: the session, and the mark of whom the page speaks for: when the phone is passed on, nobody's dots are sent as the next one's.

   Shape: {"counter": 17, "dots": [{command_id, round, square, counter, choice | skipped}]}, one entry per square. `read` adds
   "broken": true where something stands that cannot be read: what another version of this page has written, or somebody else. */

const EMPTY = { counter: 0, dots: [] };
const MOST = 1e6; // taps: a larger counter is nobody's

export function keptFor(owner, storage = browserStorage()) {
  const key = `pollapp outbox ${owner}`;
  let memory = EMPTY;
  let lasting = true;

  function read() {
    let text = null;
    try {
      text = storage.getItem(key);
    } catch (missing) {
      /* memory is all there is */
    }
    return text === null ? memory : sound(text);
  }

  function write(content) {
    memory = content;
    lasting = true;
    try {
      storage.setItem(key, JSON.stringify(content));
      memory = EMPTY; // the storage has it now; after another tab emptied it nothing may come back
    } catch (fullOrMissing) {
      lasting = false;
      remove();
    }
  }

  function remove() {
    try {
      storage.removeItem(key); // a stale older entry must not win over what is in memory
    } catch (missing) {
      /* memory is all there is */
    }
  }

  return {
    key,
    read,
    /* Keep this dot in place of an older one on the same square. */
    put(dot) {
      const { counter, dots } = read();
      const others = dots.filter((kept) => kept.square !== dot.square);
      const older = dots.find((kept) => kept.square === dot.square && kept.counter > dot.counter);
      write({ counter: Math.max(counter, dot.counter), dots: [...others, older || dot] });
    },
    /* These are settled: forget them, and only them. */
    drop(commandIds) {
      const { counter, dots } = read();
      write({ counter, dots: dots.filter((kept) => !commandIds.includes(kept.command_id)) });
    },
    /* Whether what is kept outlives this page. */
    lasts() {
      this.drop([]);
      return lasting;
    },
    empty() {
      memory = EMPTY;
      remove();
    },
  };
}

function browserStorage() {
  try {
    return window.localStorage;
  } catch (forbidden) {
    return null;
  }
}

function sound(text) {
  try {
    const { counter, dots } = JSON.parse(text);
    const good = dots.filter(isDot);
    return { counter: isNumber(counter) ? counter : 0, dots: good, ...(good.length < dots.length && { broken: true }) };
  } catch (unreadable) {
    return { ...EMPTY, broken: true };
  }
}

function isDot(dot) {
  const numbers = dot && [dot.round, dot.square, dot.counter].every(isNumber);
  return numbers && typeof dot.command_id === "string" && ("choice" in dot) !== ("skipped" in dot);
}

function isNumber(value) {
  return Number.isInteger(value) && value >= 0 && value < MOST;
}
