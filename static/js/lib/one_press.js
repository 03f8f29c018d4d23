/* One press, one effect: the second click of a double click, and what a held Enter or space goes on pressing, does nothing. Buttons change
   under the finger here, and a question may open where the button was. `data-repeats` is on those that are made to be pressed quickly. */

const BUTTONS = "button, summary, a";
const PRESSES = ["Enter", " "];

export function onePressAtATime() {
  let first = null; // the button that the first of several quick clicks was on
  document.addEventListener("click", clicked, true);
  document.addEventListener("keydown", (event) => event.repeat && PRESSES.includes(event.key) && swallow(event, buttonOf(event)), true);

  function clicked(event) {
    const button = buttonOf(event);
    if (event.detail > 1) swallow(event, button, first);
    else first = button;
  }
}

function buttonOf({ target }) {
  return target.closest && target.closest(BUTTONS);
}

function swallow(event, button, first = button) {
  if (!button || (button === first && button.matches("[data-repeats]"))) return;
  event.preventDefault();
  event.stopPropagation();
}
