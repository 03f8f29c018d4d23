/* The report. It works without this; with it, one sees how far a file is, and can cancel it. */

import { takeHomeOn } from "./lib/take_home.js";

takeHomeOn(document.querySelector("[data-take-home]"));
