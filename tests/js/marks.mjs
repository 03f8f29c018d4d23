/* The marks that the browser makes for the choices on standard input, as HTML; tests/test_icons.py holds them against the server's. */

import { readFileSync } from "node:fs";
import { choiceMark } from "../../static/js/lib/choice_mark.js";

/* As much of an element as a mark needs. */
class Element {
  constructor(name) {
    Object.assign(this, { name, attributes: {}, dataset: {}, parts: [] });
  }
  setAttribute(key, value) {
    this.attributes[key] = value;
  }
  append(...parts) {
    this.parts.push(...parts);
  }
  toString() {
    const data = Object.entries(this.dataset).map(([key, value]) => [`data-${key}`, value]);
    const said = [...Object.entries(this.attributes), ...data].map(([key, value]) => ` ${key}="${value}"`).join("");
    return this.parts.length ? `<${this.name}${said}>${this.parts.join("")}</${this.name}>` : `<${this.name}${said}/>`;
  }
}

globalThis.document = { createElementNS: (space, name) => new Element(name) };
const choices = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(choices.map((choice, at) => String(choiceMark(choice, at + 1)))));
