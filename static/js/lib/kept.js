/* What this browser keeps of dots that are not saved yet, shared by its tabs. Never throws: where storage is missing or
   full (private mode), the same is kept in memory, as long as the page lives.

   `owner`: the session, and the mark of whom the page speaks for: when the phone is passed on, nobody's dots are sent as the next one's.

   Shape: {"counter": 17, "dots": [{command_id, round, square, counter, choice | skipped}]}, one entry per square. */

const EMPTY = { counter: 0, dots: [] };

export function keptFor(owner, storage = browserStorage()) {
  const key = `pollapp outbox ${owner}`;
  let memory = EMPTY;

  function read() {
    try {
      const text = storage.getItem(key);
      return text === null ? memory : sound(JSON.parse(text));
    } catch (missingOrBroken) {
      return memory;
    }
  }

  function write(content) {
    memory = content;
    try {
      storage.setItem(key, JSON.stringify(content));
      memory = EMPTY; // the storage has it now; after another tab emptied it nothing may come back
    } catch (fullOrMissing) {
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

/* Another version of this page may have written something else: what cannot be read is not kept. */
function sound(content) {
  if (!content || !Array.isArray(content.dots)) return EMPTY;
  return { counter: Number(content.counter) || 0, dots: content.dots.filter(isDot) };
}

function isDot(dot) {
  const numbers = dot && [dot.round, dot.square, dot.counter].every(Number.isSafeInteger);
  return numbers && typeof dot.command_id === "string" && ("choice" in dot) !== ("skipped" in dot);
}
