/* Elements, made in one line. What people typed goes in as text and never as HTML. */

/* make("p", "quote", "text", child, …) */
export function make(name, className = "", ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/* The element with its words in the grid's own language. */
export function inLanguage(language, element) {
  element.lang = language;
  return element;
}
