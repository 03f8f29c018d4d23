/* Where somebody is on the page: kept when the page changes around them, given up when something else is shown. */

/* Run `act`, which may change heights; the first of `items` that reaches below the middle of the screen stays where it is. */
export function keepingPlace(items, act) {
  const read = items.find((item) => !item.hidden && item.getBoundingClientRect().bottom > window.innerHeight / 2);
  const top = read ? read.getBoundingClientRect().top : 0;
  act();
  if (read && !read.hidden && window.scrollY > 0) window.scrollBy(0, read.getBoundingClientRect().top - top);
}

/* Something else is on the screen now: begin at its top, and do not leave the focus on what has gone. */
export function startAtTop(heading) {
  window.scrollTo(0, 0);
  const focused = document.activeElement;
  if (focused && focused !== document.body && focused.offsetParent === null) heading.focus({ preventScroll: true });
}
