/** The beginning: who is signed in, then the screen of the address. */

import { createRoot } from "react-dom/client";
import { leaveTo, openSession } from "./api/session.js";
import { h } from "./kit/h.js";
import { startRouter } from "./shell/router.js";
import { Shell } from "./shell/Shell.js";
import { bringIcons } from "./shell/sprite.js";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root.");

// Without icons every word is still there.
bringIcons().catch(() => {});
if (await openSession()) {
  startRouter();
  createRoot(root).render(h(Shell));
} else {
  leaveTo("/sign-in");
}
