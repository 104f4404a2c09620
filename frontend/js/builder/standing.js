/** How it stands with saving, and its words. */

import { t } from "../kit/text.js";

/** `at` in milliseconds since 1970, null: nothing was saved in this visit. "waiting": it will be saved in a moment.
 * "refused": the server will not take it as it is.
 * @typedef {Readonly<{kind: "saved", at: number | null} | {kind: "waiting"} | {kind: "saving"} | {kind: "conflict"}
 *   | {kind: "away"} | {kind: "refused", detail: string, isGone: boolean}>} Standing */

/**
 * @param {Standing} standing @param {boolean} isKept @param {number} [now] @returns {string}
 */
export function wordsOf(standing, isKept, now = Date.now()) {
  if (standing.kind === "saved")
    return standing.at === null ? t("builder.saving.allSaved") : agoOf(now - standing.at);
  if (standing.kind === "away") return t(isKept ? "builder.saving.kept" : "builder.saving.away");
  if (standing.kind === "refused") return t("builder.saving.refused");
  return t(standing.kind === "conflict" ? "builder.saving.conflict" : "builder.saving.saving");
}

/** @param {number} ms @returns {string} */
function agoOf(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 3) return t("builder.saving.now");
  if (seconds < 60) return t("builder.saving.seconds", { n: seconds });
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? t("builder.saving.minutes", { n: minutes })
    : t("builder.saving.hours", { n: Math.floor(minutes / 60) });
}
