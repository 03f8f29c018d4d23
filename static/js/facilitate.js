/* The facilitator's printed link: /facilitate#key=… */

import { fromLink } from "./lib/secret_link.js";

fromLink("key", document.getElementById("key-form"), document.getElementById("key"));
