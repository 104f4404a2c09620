/** Short messages at the foot of the page. What went wrong stays until it is closed; the rest goes by itself. */

import { useEffect } from "react";
import { h, html } from "../kit/h.js";
import { storeOf } from "../kit/store.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "./Button.js";
import { Icon } from "./Icon.js";

/** @typedef {{text: string, tone?: "plain" | "good" | "bad", action?: {label: string, run: () => void}}} Note */

const STAYS_MS = 6000;
const notes = storeOf(/** @type {readonly (Note & {id: number})[]} */ ([]));
let last = 0;

/** @param {Note} note @returns {void} */
export function toast(note) {
  last += 1;
  notes.set([...notes.get().slice(-2), { ...note, id: last }]);
}

/**
 * Say that something went wrong.
 * @param {unknown} error
 */
export function sayError(error) {
  toast({ text: error instanceof Error ? error.message : String(error), tone: "bad" });
}

/** @param {number} id */
const close = (id) => notes.set(notes.get().filter((note) => note.id !== id));

export function Toasts() {
  const all = useStore(notes);
  return html`<div className="toasts" role="status" aria-live="polite">
    ${all.map((note) => h(Shown, { key: note.id, note }))}
  </div>`;
}

/** @param {{note: Note & {id: number}}} props */
function Shown({ note }) {
  const { id, text, tone = "plain", action } = note;
  useEffect(() => {
    if (tone === "bad") return;
    const timer = setTimeout(() => close(id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [id, tone]);
  const act = () => {
    close(id);
    action?.run();
  };
  return html`<div className=${`toast ${tone}`}>
    ${tone !== "plain" && h(Icon, { name: tone === "good" ? "circle-check" : "circle-alert" })}
    <span>${text}</span>
    ${action && h(Button, { kind: "plain", small: true, onClick: act }, action.label)}
    ${h(Button, { kind: "plain", small: true, icon: "x", label: t("ui.close"), onClick: () => close(id) })}
  </div>`;
}
