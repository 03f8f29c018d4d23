/* Sending again: the id it is sent under, which refusals pass by themselves, and how long to wait before the next try. */

const PASSING = ["offline", "slow_down", "not_stored", "server_error"];
const FIRST_WAIT = 500; // milliseconds; twice as long with each try, up to:
const LONGEST_WAIT = 20000;

/* 128 random bits, as a command_id. `crypto.randomUUID` does not exist on a plain-http page of a LAN; `getRandomValues` does. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Whether this ack is an answer: counted, late or refused for good. Anything else is sent again. */
export function isAnswer(ack) {
  return Boolean(ack && (ack.ok || ack.late || (ack.refused && !PASSING.includes(ack.refused))));
}

/* Milliseconds before try number `tries` + 1, spread so that a whole class does not come back in one moment; at most 1.5 × `longest`. */
export function pauseAfter(tries, random = Math.random, longest = LONGEST_WAIT) {
  return Math.min(longest, FIRST_WAIT * 2 ** (tries - 1)) * (0.5 + random());
}

/* Send until there is an answer, and return it; null when it is not wanted any more. */
export async function untilAnswered(send, event, payload, isWanted, pause = sleep) {
  for (let tries = 1; isWanted(); tries += 1) {
    const ack = await send(event, payload);
    if (!isWanted()) return null;
    if (isAnswer(ack)) return ack;
    await pause(pauseAfter(tries));
  }
  return null;
}

function sleep(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
