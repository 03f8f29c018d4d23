/* Every sentence that JavaScript shows on the form that opens a session: a catalogue in another language replaces this file. */

export const words = {
  picked: (count) => (count === 1 ? "1 square picked by hand" : `${count || "no"} squares picked by hand`),
  unprotected: "not protected",
  /* `minimum`: null while what is typed is none. */
  protectedFrom: (minimum) => (minimum === null ? "protected" : `protected: shown from ${minimum} dots on`),
};
