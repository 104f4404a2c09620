/** The page where people come in. */

import { get, Problem } from "../api/http.js";
import { openSession } from "../api/session.js";
import { byId } from "./dom.js";
import { bindForm, notice } from "./form.js";
import { fillIn } from "./words.js";

async function look() {
  try {
    if (await openSession()) location.replace(next());
    await get("/setup");
    byId("fresh").hidden = false;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status !== 404) notice(error.message);
  }
}

/** Back to where one came from, if that is an address of ours. */
function next() {
  const wanted = new URLSearchParams(location.search).get("next") ?? "/";
  const found = new URL(wanted, location.origin);
  return found.origin === location.origin ? found.pathname + found.search : "/";
}

fillIn("door.signIn.page");
bindForm("/session", { done: () => location.replace(next()) });
look();
