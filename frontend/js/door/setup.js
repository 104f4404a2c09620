/** The page that makes the first account. */

import { byId } from "./dom.js";
import { bindForm, notice } from "./form.js";
import { get, Problem } from "../api/http.js";
import { takeToken } from "./token.js";

const token = takeToken();

/** Without a link, or when somebody was faster, the form would only disappoint. */
async function look() {
  try {
    await get("/setup");
    if (!token) close("This page needs the one-time link that Towpath prints when it starts. Open that link.");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 404) location.replace("/sign-in");
    else notice(error.message);
  }
}

/** @param {string} reason */
function close(reason) {
  byId("form").hidden = true;
  byId("intro").textContent = reason;
}

bindForm("/setup", { extra: { token }, done: () => location.replace("/") });
look();
