/* What engines of five years ago understand: Chrome 96, Firefox 94, Safari 15.1 ("browserslist" in package.json, for compat; the year
   2021 for styles). tests/test_browser_support.py runs this over static/. A newer feature may be used where nothing breaks without
   it: inside an `if` that asks for it, or with a line that says why:  // eslint-disable-next-line compat/compat -- the caller asks first */

import css from "@eslint/css";
import js from "@eslint/js";
import compat from "eslint-plugin-compat";

const OLD_ENGINE = ["static/js/old_engine.js"]; // for engines older still: a plain script in the syntax of 2009
const ONLY_WHERE_THERE_IS_ONE = "Engines of 2021 lack it. Ask first whether it is there, and disable this rule for the line, with the reason.";

/* Newer than 2021 and looked up on a value, where compat cannot see whose they are. */
const TOO_NEW = [
  ...["at", "findLast", "findLastIndex", "toReversed", "toSorted", "toSpliced", "isWellFormed", "toWellFormed", "groupBy"],
  ...["canParse", "fromAsync", "withResolvers"],
  ...["union", "intersection", "difference", "isSubsetOf", "isSupersetOf"],
  ...["checkVisibility", "inert", "requestFullscreen", "requestSubmit", "showModal", "showPicker"],
  ...["showPopover", "hidePopover", "togglePopover"],
  ...["moveBefore", "setHTML", "setHTMLUnsafe", "startViewTransition", "throwIfAborted", "userActivation"],
];
const TOO_NEW_ANYWHERE = TOO_NEW.map((property) => ({ property, message: ONLY_WHERE_THERE_IS_ONE }));
const TOO_NEW_SYNTAX = [
  { selector: ":matches(Literal[value=/:has\\(/], TemplateElement[value.raw=/:has\\(/])", message: "Engines of 2021 do not know :has()." },
  { selector: "Literal[regex.pattern=/\\(\\?<[=!]/]", message: "Safari 15 refuses a whole module for one lookbehind." },
  { selector: "Literal[regex.flags=/[dv]/]", message: "Engines of 2021 do not know the flags d and v." },
];
const TOO_NEW_THERE = [
  { object: "crypto", property: "randomUUID", message: "Plain-http pages of a LAN do not have it: see lib/ids.js." },
  { object: "navigator", property: "share", message: ONLY_WHERE_THERE_IS_ONE },
  { object: "AbortSignal", property: "any", message: ONLY_WHERE_THERE_IS_ONE },
  { object: "AbortSignal", property: "timeout", message: ONLY_WHERE_THERE_IS_ONE },
];

/* What the phone's styles use although it is newer, and why nothing is lost without it. */
const DEGRADES = {
  allowAtRules: [
    "layer", // old engines get the same sheets without layers: pollapp/web/sheets.py
  ],
  allowProperties: [
    "accent-color", // a tick in the system's own colour
    "appearance", // its prefixed twin stands beside it
    "color-scheme", // scroll bars and fields in the system's own colours
    "font-synthesis-weight", // keeps a heading from being emboldened while the font loads
    "forced-color-adjust", // Safari has no such mode
    "hyphens", // its prefixed twin stands beside it; a long word is broken anyhow
    "outline", // only its rounded corners are newer
    "overflow-anchor", // phone.js keeps the place itself
    "print-color-adjust", // its prefixed twin stands beside it
    "resize", // a box that keeps its size
    "text-size-adjust", // its prefixed twin stands beside it
    "text-wrap", // lines of uneven length
  ],
  allowPropertyValues: {
    "font-family": ["ui-monospace"], // the next name in the list
    "overflow-wrap": ["anywhere"], // a very long word leaves its box
  },
  allowSelectors: [
    "focus-visible", // the browser's own ring
    "has", // room below a field that is scrolled to, on a form of the facilitator
    "selection", // the browser's own colours
  ],
};

export default [
  {
    files: ["**/*.js"],
    ignores: OLD_ENGINE,
    ...js.configs.recommended,
    plugins: { compat },
    languageOptions: { ecmaVersion: 2021, sourceType: "module", globals: compat.configs["flat/recommended"].languageOptions.globals },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...js.configs.recommended.rules,
      "compat/compat": "error",
      "no-unused-vars": ["error", { caughtErrors: "none" }], // a caught error's name says what happened
      "no-restricted-properties": ["error", ...TOO_NEW_THERE, ...TOO_NEW_ANYWHERE],
      "no-restricted-syntax": ["error", ...TOO_NEW_SYNTAX],
    },
  },
  {
    files: OLD_ENGINE,
    languageOptions: { ecmaVersion: 5, sourceType: "script", globals: { document: "readonly", window: "readonly" } },
    rules: js.configs.recommended.rules,
  },
  {
    files: ["**/*.css"],
    plugins: { css },
    language: "css/css",
    rules: { "css/use-baseline": ["error", { available: 2021, ...DEGRADES }] },
  },
];
