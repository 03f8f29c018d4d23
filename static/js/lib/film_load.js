/* Getting a film. It can take a moment to be made. */

const PASSING = ["slow_down", "not_stored", "server_error"];

/* → {film} as docs/wire.md tells it, or {refusal: {refused, sentence, hint}}; "offline" is one, without words; `passing`: try again. */
export async function loadFilm(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    const told = await answer.json();
    return answer.ok ? { film: told } : { refusal: told, passing: PASSING.includes(told.refused) };
  } catch (noAnswer) {
    return { refusal: { refused: "offline" }, passing: true };
  }
}
