/* What a screen reader is told, politely. It leaves the page again: read later on it would be news of yesterday. */

const STAYS = 6000; // milliseconds

/* const say = announcer(element);   say("Saved: …") */
export function announcer(element) {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    element.textContent = text;
    timer = setTimeout(() => (element.textContent = ""), STAYS);
  };
}
