/* Texts: typed, shown, and told to screen readers. */

const HALF = /^[\ud800-\udfff]$/;
const STAYS = 6000; // milliseconds

/* What somebody typed, without half a character, such as an emoji that a field's limit has cut: no message can hold one. */
export function whole(typed) {
  return Array.from(typed)
    .filter((character) => !HALF.test(character))
    .join("");
}

/* Writing the same text again would make some screen readers say it again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/* const say = announcer(element);   say("Saved: …"): told politely, and gone again. Read later on it would be news of yesterday. */
export function announcer(element) {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    element.textContent = text;
    timer = setTimeout(() => (element.textContent = ""), STAYS);
  };
}
