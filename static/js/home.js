/* The form that opens a session: each folded setting says what is chosen in it, and squares can be picked all at once.
   Without this file the form works all the same. */

const form = document.getElementById("open-form");

form.addEventListener("change", (event) => {
  if (event.target.name === "squares") form.querySelector("#set-picked").checked = true;
  form.querySelectorAll(".setting").forEach(sayWhatIsChosen);
});
form.querySelectorAll("[data-pick]").forEach((button) => {
  button.parentElement.hidden = false;
  button.addEventListener("click", () => pick(button.dataset.pick === "all"));
});

function pick(all) {
  form.querySelectorAll("[name=squares]").forEach((box) => {
    box.checked = all;
  });
}

function sayWhatIsChosen(setting) {
  const now = setting.querySelector("[data-now]");
  const chosen = setting.querySelector("input[type=radio]:checked");
  if (chosen) now.textContent = chosen.parentElement.querySelector("[data-label]").textContent;
  else now.textContent = smallGroups(form.elements.minimum.value, form.elements.minimum_off.checked);
}

function smallGroups(minimum, off) {
  return off ? "not protected" : `protected: shown from ${minimum} dots on`;
}
