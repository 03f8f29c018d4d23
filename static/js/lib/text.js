/* Writing the same text again would make some screen readers say it again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
