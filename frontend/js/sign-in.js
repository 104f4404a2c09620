/** The page where people come in. */

import { byId } from "./dom.js";
import { bindForm, notice } from "./form.js";
import { get, Problem, session } from "./http.js";

async function look() {
  try {
    if (await session()) location.replace("/");
    await get("/setup");
    byId("fresh").hidden = false;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status !== 404) notice(error.message);
  }
}

bindForm("/session", { done: () => location.replace("/") });
look();
