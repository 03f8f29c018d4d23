/* The report. It works without this; with it, a button prints it, and one sees how far a file is and can cancel it. */

import { takeHomeOn } from "./lib/take_home.js";

const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());

takeHomeOn(document.querySelector("[data-take-home]"));
