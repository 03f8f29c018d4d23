/* The recovery link: /recover#phrase=… Whoever types the phrase can look at it; this screen may be on a projector, so that it is
   hidden at first. */

import { fromLink } from "./lib/secret_link.js";

const field = document.getElementById("phrase");
const show = document.getElementById("show-letters");

show.hidden = false;
show.firstElementChild.addEventListener("change", (event) => {
  field.type = event.target.checked ? "text" : "password";
});
fromLink("phrase", document.getElementById("phrase-form"), field);
