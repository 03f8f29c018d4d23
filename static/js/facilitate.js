/* The printed link carries the opening key in its #fragment, which never reaches a server's log: put it into the form and send it.
   The fragment leaves the address first, so that it stays in no history and no shared screen. */

const key = keyFrom(window.location.hash);
const form = document.getElementById("key-form");

if (key) {
  history.replaceState(null, "", window.location.pathname);
  document.getElementById("key").value = key;
  form.submit();
}

/* "#key=abc" and "#abc" alike; "" when there is none. */
function keyFrom(hash) {
  const text = hash.replace(/^#/, "").replace(/^key=/, "");
  try {
    return decodeURIComponent(text);
  } catch (notEncoded) {
    return text;
  }
}
