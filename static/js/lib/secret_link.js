/* A link that carries a secret in its #fragment, which never reaches a server's log: put it into the form and send it. The
   fragment leaves the address first, so that it stays in no history and on no shared screen.

   fromLink("key", form, field): "#key=…" fills the field and sends the form; also when the link is pasted into the page that is
   open already, which loads nothing anew. */

export function fromLink(name, form, field) {
  take();
  window.addEventListener("hashchange", take);

  function take() {
    const start = `#${name}=`;
    if (!window.location.hash.startsWith(start)) return;
    const secret = decoded(window.location.hash.slice(start.length));
    history.replaceState(null, "", window.location.pathname);
    field.value = secret;
    form.submit();
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (notEncoded) {
    return text;
  }
}
