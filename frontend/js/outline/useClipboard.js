/** Copy, cut and paste by the browser's own keys and menus, while one is in the outline. */

import { useEffect } from "react";
import { useEditor } from "../builder/useEditor.js";
import { copyTo, pasteText } from "./deeds.js";
import { portOf } from "./rows.js";

/** @import {Tree} from "./useTree.js" */

/** @param {Tree} tree */
export function useClipboard({ list, takeFocus, shown, at }) {
  const editor = useEditor();
  useEffect(() => {
    const isHere = () => {
      const { activeElement } = document;
      if (document.querySelector("dialog[open]")) return false;
      return activeElement === document.body || Boolean(list.current?.parentElement?.contains(activeElement));
    };
    const copy = (/** @type {ClipboardEvent} */ event) => {
      const isText = !getSelection()?.isCollapsed;
      if (!isHere() || isText || !event.clipboardData) return;
      if (!copyTo(editor, event.clipboardData, event.type === "cut")) return;
      event.preventDefault();
      takeFocus();
    };
    const paste = (/** @type {ClipboardEvent} */ event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isHere() || !text) return;
      event.preventDefault();
      const row = shown.find((one) => one.id === at)?.row;
      pasteText(editor, text, row && row.kind !== "step" ? portOf(row, editor.portsOf) : null);
    };
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", paste);
    };
  }, [editor, list, takeFocus, shown, at]);
}
