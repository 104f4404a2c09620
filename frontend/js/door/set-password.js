/** The page where an invited person chooses a password. */

import { byId } from "./dom.js";
import { bindForm } from "./form.js";
import { takeToken } from "./token.js";

const token = takeToken();
if (!token) {
  byId("form").hidden = true;
  byId("intro").textContent =
    "This page needs the link that you were given. Open that link, or ask for a new one.";
}
bindForm("/passwords", { extra: { token }, done: () => location.replace("/") });
