/** "Saved 5 s ago": how it stands with saving, always to be seen, said aloud only when something is wrong. */

import { useState } from "react";
import { h, html } from "../kit/h.js";
import { useEvery } from "../kit/hooks.js";
import { useStore } from "../kit/useStore.js";
import { Icon } from "../ui/Icon.js";
import { wordsOf } from "./standing.js";
import { useDesk } from "./useDesk.js";

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
  return html`<span className=${className} title=${words}>${icon}<span aria-hidden=${isWrong}>${words}</span>
    <span className="visually-hidden" role="status">${isWrong ? words : ""}</span></span>`;
}
