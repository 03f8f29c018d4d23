/* The recovery link carries a session's recovery phrase in its #fragment, which never reaches a server's log: put it into the
   form and send it. The fragment leaves the address first, so that it stays in no history and no shared screen.
   Whoever types the phrase can look at it: this screen may be on a projector, so that it is hidden at first. */

const phrase = phraseFrom(window.location.hash);
const form = document.getElementById("phrase-form");
const field = document.getElementById("phrase");
const show = document.getElementById("show-letters");

show.hidden = false;
show.firstElementChild.addEventListener("change", (event) => {
  field.type = event.target.checked ? "text" : "password";
});

if (phrase) {
  history.replaceState(null, "", window.location.pathname);
  field.value = phrase;
  form.submit();
}

/* "#phrase=abc" only: another fragment is no phrase. */
function phraseFrom(hash) {
  const text = hash.startsWith("#phrase=") ? hash.slice("#phrase=".length) : "";
  try {
    return decodeURIComponent(text);
  } catch (notEncoded) {
    return text;
  }
}
