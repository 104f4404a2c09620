/** Copying and pasting: by keys through the browser's clipboard events, by the menu as far as the browser lets it. */

import { copied, paste } from "../builder/acts.js";
import { t } from "../kit/text.js";
import { NotPasted } from "../model/clipboard.js";
import { sayError, toast } from "../ui/Toast.js";
import { removeChosen } from "./deeds.js";

/** @import {Stage} from "./stage.js" */

/** The text that was copied last in this tab: what a menu can paste where the clipboard may not be read. */
let copiedLast = "";

/** @param {Stage} stage @param {DataTransfer} clipboard @param {boolean} isCut @returns {boolean} whether anything was copied */
export function copyTo(stage, clipboard, isCut) {
  const text = copied(stage.editor);
  if (!text) return false;
  copiedLast = text;
  clipboard.setData("text/plain", text);
  const n = stage.editor.state.get().chosen.size;
  if (isCut) removeChosen(stage);
  else stage.editor.say(t("canvas.copied", { n }));
  return true;
}

/**
 * By a menu: the browser then asks for what is to be copied, as when the keys are pressed.
 * @param {Stage} stage @param {"copy" | "cut"} which
 */
export function copyByMenu(stage, which) {
  stage.takeFocus();
  document.execCommand(which);
}

/** @param {Stage} stage @param {(text: string) => void} pasteText */
export async function pasteByMenu(stage, pasteText) {
  const text = await navigator.clipboard?.readText().catch(() => copiedLast);
  if (text || copiedLast) pasteText(text || copiedLast);
  else toast({ text: t("canvas.pasteByKeys") });
  stage.takeFocus();
}

/** @param {Stage} stage @param {string} text @param {((text: string) => void) | undefined} onPasteFlow takes a whole journey */
export function pasteText(stage, text, onPasteFlow) {
  if (onPasteFlow && /^\s*\{/.test(text) && /"format"\s*:\s*"towpath\.flow\//.test(text.slice(0, 4000))) {
    return onPasteFlow(text);
  }
  try {
    paste(stage.editor, text);
    const [key] = stage.editor.state.get().chosen;
    if (key !== undefined) requestAnimationFrame(() => stage.reveal(key));
  } catch (error) {
    if (error instanceof NotPasted || error instanceof RangeError) toast({ text: error.message });
    else sayError(error);
  }
}
