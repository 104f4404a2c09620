/** Undo and redo, each said aloud. */

import { t } from "../kit/text.js";

/** @import {Editor} from "./editor.js" */

/** @param {Editor} editor */
export function undoStep(editor) {
  const label = editor.undo();
  editor.say(label === undefined ? t("builder.nothingToUndo") : t("builder.undone", { label }));
}

/** @param {Editor} editor */
export function redoStep(editor) {
  const label = editor.redo();
  editor.say(label === undefined ? t("builder.nothingToRedo") : t("builder.redone", { label }));
}
