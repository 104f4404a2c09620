/** Keys that work wherever one is in the builder. What a part understands itself, it keeps from coming here. */

import { useEffect } from "react";
import { t } from "../kit/text.js";
import { redoStep, undoStep } from "./undoing.js";

/** @import {Desk} from "./desk.js" */

/** @param {Desk} desk */
export function useKeys(desk) {
  useEffect(() => {
    const hear = (/** @type {KeyboardEvent} */ event) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const act = actOf(event, desk);
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [desk]);
}

/** @param {KeyboardEvent} event @param {Desk} desk @returns {(() => void) | null} */
function actOf(event, { editor, saver, sheet, tray }) {
  const key = event.key.toLowerCase();
  const field =
    event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  // What is typed into the name is a step of the journey, to be undone like the others.
  const isTyping = field && !field.matches(".builder-title");
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (key === "s") return () => saver.flush().then((isSaved) => isSaved && editor.say(t("ui.saved")));
    if (isTyping) return null;
    if (key === "z") return () => (event.shiftKey ? redoStep(editor) : undoStep(editor));
    return key === "y" ? () => redoStep(editor) : null;
  }
  if (field || event.altKey) return null;
  if (event.key === "?") return () => sheet.set({ kind: "keys" });
  if (event.key === "Escape" && !["palette", null].includes(tray.get())) return () => tray.set("palette");
  return null;
}
