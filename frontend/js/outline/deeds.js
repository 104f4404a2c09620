/** What can be done in the outline; the same commands as on the canvas, so both views always agree. */

import { add, copied, cut, double, join, move, paste, rejoin, remove } from "../builder/acts.js";
import { joinable } from "../canvas/legal.js";
import { remember } from "../canvas/steps.js";
import { slotTowards } from "../canvas/walk.js";
import { openImport } from "../importing/asking.js";
import { t } from "../kit/text.js";
import { NotPasted } from "../model/clipboard.js";
import { edgeAt } from "../model/document.js";
import { sayError, toast } from "../ui/Toast.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {StepPickerProps} from "../canvas/StepPicker.js" */
/** @import {NodeType, PortRef} from "../model/types.js" */

/** The list of steps, opened beside a row: for a port, or for another beginning.
 * @typedef {{anchor: Element, ref: PortRef | null, page?: "steps" | "existing"}} Picking */

/** What was copied last in this tab, for a browser that does not let a menu read the clipboard. */
let copiedLast = "";

/**
 * @param {Editor} editor @param {Picking} picking @param {() => void} onClose @returns {StepPickerProps}
 */
export function pickerProps(editor, { anchor, ref, page = "steps" }, onClose) {
  const onPick = (/** @type {NodeType} */ type) => {
    onClose();
    remember(type.type);
    add(editor, type, ref ? { ref } : {});
  };
  if (!ref) return { anchor, onClose, onPick, entriesOnly: true };
  const isLed = edgeAt(editor.flow, ref) !== undefined;
  return {
    anchor,
    onClose,
    onPick,
    page,
    // What ends the way cannot stand before something.
    only: (type) => type.ports.length > 0 || !isLed,
    joinable: joinable(editor, ref.from),
    onJoin(key) {
      onClose();
      if (isLed) rejoin(editor, ref, { to: key });
      else join(editor, { ...ref, to: key });
    },
  };
}

/** @param {Editor} editor @param {string} key @param {"up" | "down" | "left" | "right"} way */
export function shove(editor, key, way) {
  const ref = slotTowards(editor, key, way);
  if (ref) move(editor, key, ref);
  else editor.say(t("outline.noPlace"));
}

/** @param {Editor} editor */
export function duplicate(editor) {
  if (!editor.isReadOnly) double(editor);
}

/** @param {Editor} editor @param {PortRef} ref */
export const disconnect = (editor, ref) => cut(editor, ref);

/** @param {Editor} editor @param {string} key */
export function removeAt(editor, key) {
  const { chosen } = editor.state.get();
  remove(editor, chosen.has(key) ? chosen : [key]);
}

/**
 * @param {Editor} editor @param {DataTransfer} clipboard @param {boolean} isCut @returns {boolean} whether anything was copied
 */
export function copyTo(editor, clipboard, isCut) {
  const text = copied(editor);
  if (!text) return false;
  copiedLast = text;
  clipboard.setData("text/plain", text);
  const n = editor.state.get().chosen.size;
  if (isCut && !editor.isReadOnly) remove(editor);
  else editor.say(t("outline.copied", { n }));
  return true;
}

/** By a menu: the browser then asks for what is to be copied, as when the keys are pressed. @param {"copy" | "cut"} which */
export const copyByMenu = (which) => document.execCommand(which);

/** @param {Editor} editor */
export async function pasteByMenu(editor) {
  const text = await navigator.clipboard?.readText().catch(() => copiedLast);
  if (text || copiedLast) pasteText(editor, text || copiedLast);
  else toast({ text: t("outline.pasteByKeys") });
}

/**
 * @param {Editor} editor @param {string} text of a part of a journey, or of a whole one, which is imported
 * @param {PortRef | null} [ref] after which it is put; none: after what is chosen
 */
export function pasteText(editor, text, ref = null) {
  if (/^\s*\{/.test(text) && /"format"\s*:\s*"towpath\.flow\//.test(text.slice(0, 4000))) return openImport(text);
  if (editor.isReadOnly) return;
  try {
    if (ref) editor.put({ edge: ref, chosen: new Set() });
    paste(editor, text);
  } catch (error) {
    if (error instanceof NotPasted || error instanceof RangeError) toast({ text: error.message });
    else sayError(error);
  }
  if (ref) editor.put({ edge: null });
}
