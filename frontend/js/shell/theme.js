/** Light, dark, or as the device has it. js/early.js sets it before the first picture. */

import { storeOf } from "../kit/store.js";

/** @typedef {"light" | "dark" | "system"} Theme */

const KEY = "towpath.theme";
export const theme = storeOf(/** @type {Theme} */ (localStorage.getItem(KEY) ?? "system"));

/** @param {Theme} chosen */
export function choose(chosen) {
  theme.set(chosen);
  if (chosen === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, chosen);
  document.documentElement.dataset.theme = chosen;
}
