/** Keys and the clipboard, as long as the canvas has the keyboard and nobody types in a field. */

import { useEffect } from "react";
import { copyTo } from "./clip.js";
import { comboOf } from "./keyNames.js";
import { KEYS } from "./keys.js";

/** @import {RefObject} from "react" */
/** @import {Stage} from "./stage.js" */

const BY_COMBO = new Map(KEYS.map((key) => [key.combo, key]));
const ELSEWHERE = "input, textarea, select, [contenteditable], dialog, [popover]";
/** Keys by which a button is pressed, or which move among buttons. */
const OF_BUTTONS = new Set(["Enter", "Space"]);

/**
 * Tell whether what is pressed is meant for the canvas: the keyboard is there, or nowhere in particular.
 * @param {HTMLElement | null} root
 */
function isOurs(root) {
  const at = document.activeElement;
  if (!root || document.querySelector("dialog[open]")) return false;
  if (!at || at === document.body || at.id === "main") return true;
  return root.contains(at) && !at.closest(ELSEWHERE);
}

/** @param {Stage} stage @param {RefObject<HTMLElement | null>} root @param {(text: string) => void} pasteText */
export function useKeyboard(stage, root, pasteText) {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;

    /** @param {KeyboardEvent} event */
    function press(event) {
      if (event.defaultPrevented || event.isComposing || !isOurs(root.current)) return;
      const combo = comboOf(event);
      const key = BY_COMBO.get(combo);
      const isOnButton = document.activeElement?.closest("button");
      if (!key || (key.isChange && stage.editor.isReadOnly) || (isOnButton && OF_BUTTONS.has(combo))) return;
      event.preventDefault();
      key.run(stage);
    }

    /** @param {ClipboardEvent} event */
    function clip(event) {
      if (event.defaultPrevented || !event.clipboardData || !isOurs(root.current)) return;
      if (event.type === "paste") {
        if (stage.editor.isReadOnly) return;
        event.preventDefault();
        return pasteText(event.clipboardData.getData("text/plain"));
      }
      const isWords = getSelection()?.isCollapsed === false;
      const isCut = event.type === "cut";
      if (isWords || (isCut && stage.editor.isReadOnly)) return;
      if (copyTo(stage, event.clipboardData, isCut)) event.preventDefault();
    }

    document.addEventListener("keydown", press, { signal });
    for (const type of /** @type {const} */ (["copy", "cut", "paste"]))
      document.addEventListener(type, clip, { signal });
    return () => stop.abort();
  }, [stage, root, pasteText]);
}
