/* The projector's few controls are there while the pointer moves: data-pointer on <body> is "moving" or "resting". */

const STAYS = 2500; // milliseconds after the pointer has come to rest

export function watchPointer() {
  let timer = 0;
  document.addEventListener("pointermove", () => {
    clearTimeout(timer);
    document.body.dataset.pointer = "moving";
    timer = setTimeout(() => (document.body.dataset.pointer = "resting"), STAYS);
  });
}
