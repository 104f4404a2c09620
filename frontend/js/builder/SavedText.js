/** "Saved 5 s ago": how it stands with saving, always to be seen, said aloud only when something is wrong. */

import { useState } from "react";
import { h, html } from "../kit/h.js";
import { useEvery } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Icon } from "../ui/Icon.js";
import { useDesk } from "./useDesk.js";

/** @import {Standing} from "./saving.js" */

const TICK_MS = 5000;
const ICONS = /** @type {const} */ ({
  saved: "check",
  waiting: "loader-circle",
  saving: "loader-circle",
  away: "wifi-off",
  conflict: "triangle-alert",
  refused: "triangle-alert",
});

export function SavedText() {
  const desk = useDesk();
  const standing = useStore(desk.saver.standing);
  useStore(desk.saver.memory);
  const [, tick] = useState(0);
  useEvery(TICK_MS, () => tick((n) => n + 1));
  const words = wordsOf(standing, desk.saver.isKept);
  const isWrong = ["away", "conflict", "refused"].includes(standing.kind);
  const className = `saved-text ${isWrong ? "wrong" : ""}`;
  const icon = h(Icon, {
    name: ICONS[standing.kind],
    size: 16,
    className: standing.kind === "saving" ? "turning" : "",
  });
  if (standing.kind === "conflict") {
    return html`<button type="button" className=${`plain ${className}`} onClick=${() => desk.sheet.set({ kind: "conflict" })}>
      ${icon}<span>${words}</span></button>`;
  }
  return html`<span className=${className} title=${words}>${icon}<span>${words}</span>
    <span className="visually-hidden" role="status">${isWrong ? words : ""}</span></span>`;
}

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
