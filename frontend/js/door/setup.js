/** The page that makes the first account. */

import { get, Problem } from "../api/http.js";
import { t } from "../kit/text.js";
import { byId } from "./dom.js";
import { bindForm, notice } from "./form.js";
import { takeToken } from "./token.js";
import { fillIn } from "./words.js";

const token = takeToken();

/** Without a link, or when somebody was faster, the form would only disappoint. */
async function look() {
  try {
    await get("/setup");
    if (!token) close(t("door.setup.noLink"));
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

fillIn("door.setup.page");
bindForm("/setup", { extra: { token }, done: () => location.replace("/") });
look();
