/* The phone that was first to ask for control: waits until the console has said yes or no, and goes on by itself. */

import { words } from "./lib/handover_words.js";
import { setText } from "./lib/text.js";

const EVERY = 1000; // milliseconds
const ENDS = /^(handover_|gone)/; // refusals that no waiting cures
const $ = (id) => document.getElementById(id);
const here = window.location.pathname;

if ($("collect").dataset.state === "granted") $("collect").submit();
else wait();

/* The link to look again is for who has no JavaScript. */
function wait() {
  $("again").hidden = true;
  setTimeout(look, EVERY);
}

async function look() {
  const { state, refused } = await asked();
  if (state === "granted") return $("collect").submit();
  if (ENDS.test(refused)) return window.location.reload(); // the page says why
  setText($("news"), state ? "" : words.offline);
  return setTimeout(look, EVERY);
}

/* {state}, or a refusal; nothing when the server cannot be reached. */
async function asked() {
  try {
    const response = await fetch(here, { headers: { Accept: "application/json" }, cache: "no-store" });
    return await response.json();
  } catch (unreachable) {
    return {};
  }
}
