/* Opening and closing a <dialog>. Engines of 2021 know none and show it at the end of the page: there it is scrolled to, and its
   `open` says all the same that it is asked, so that keys rest meanwhile. */

export function openDialog(dialog) {
  if ("open" in dialog) {
    // eslint-disable-next-line no-restricted-properties -- only where there is one
    dialog.showModal();
    return;
  }
  dialog.setAttribute("open", "");
  dialog.scrollIntoView();
}

export function closeDialog(dialog) {
  if (!("open" in dialog)) dialog.removeAttribute("open");
  else if (dialog.open) dialog.close();
}
