/** The page where an invited person chooses a password. */

import { t } from "../kit/text.js";
import { byId } from "./dom.js";
import { bindForm } from "./form.js";
import { takeToken } from "./token.js";
import { fillIn } from "./words.js";

const token = takeToken();
fillIn("door.choose.page");
if (!token) {
  byId("form").hidden = true;
  byId("intro").textContent = t("door.choose.noLink");
}
bindForm("/passwords", { extra: { token }, done: () => location.replace("/") });
