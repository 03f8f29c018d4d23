/* The forms that open a session and bring in a poster: each folded setting says what is chosen in it, and squares can be picked all at once.
   Without this file the form works all the same. */

import { words } from "./lib/home_words.js";
import { setText } from "./lib/text.js";

const form = document.getElementById("open-form");
const boxes = [...form.querySelectorAll("[name=squares]")];

form.addEventListener("input", (event) => {
  if (event.target.name === "squares") form.querySelector("#set-picked").checked = true;
  sayWhatIsChosen();
});
form.querySelectorAll("[data-pick]").forEach((button) => {
  button.parentElement.hidden = false;
  button.addEventListener("click", () => pick(button.dataset.pick === "all"));
});
showRefusal(document.querySelector(".field-refused"));

function pick(all) {
  boxes.forEach((box) => {
    box.checked = all;
  });
  sayWhatIsChosen();
}

function sayWhatIsChosen() {
  form.querySelectorAll(".setting").forEach((setting) => {
    setText(setting.querySelector("[data-now]"), chosenIn(setting.querySelector("input[type=radio]:checked")));
  });
}

/* `radio`: the chosen one of a setting; small groups have none. */
function chosenIn(radio) {
  if (!radio) return smallGroups(form.elements.minimum, form.elements.minimum_off.checked);
  if (radio.value === "picked") return words.picked(boxes.filter((box) => box.checked).length);
  return radio.parentElement.querySelector("[data-label]").textContent;
}

function smallGroups(field, off) {
  if (off) return words.unprotected;
  return words.protectedFrom(field.value && field.validity.valid ? Number(field.value) : null);
}

/* What was refused is in front of the eyes, and its field at hand. */
function showRefusal(refusal) {
  if (!refusal) return;
  const field = document.querySelector("[aria-invalid=true]");
  if (field) field.focus({ preventScroll: true });
  refusal.scrollIntoView();
}
