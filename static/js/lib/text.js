const HALF = /^[\ud800-\udfff]$/;

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
