/** Notes: written, moved, deleted. */

import { t } from "../kit/text.js";
import { addNote, changeNote, removeNote } from "../model/surroundings.js";
import { follow } from "./follow.js";
import { toDrawing } from "./geometry/view.js";

/** @import {Point} from "../model/types.js" */
/** @import {Stage} from "./stage.js" */

/**
 * @param {Stage} stage @param {{clientX: number, clientY: number, pointerId: number, pointerType: string}} down @param {number} index
 */
export function carryNote(stage, down, index) {
  const { editor } = stage;
  const note = editor.flow.notes?.[index];
  if (!note) return;
  const from = toDrawing(stage.view.get(), stage.inWindow([down.clientX, down.clientY]));
  if (stage.ui.get().note !== index) {
    editor.put({ chosen: new Set(), edge: null });
    stage.put({ note: index, isWriting: false });
  }

  /** @param {Point} page @returns {Point} */
  const placeAt = (page) => {
    const [x, y] = toDrawing(stage.view.get(), stage.inWindow(page));
    return [Math.round(note.at[0] + x - from[0]), Math.round(note.at[1] + y - from[1])];
  };
  /** @param {Point} page */
  const see = (page) => stage.put({ noteMoving: { index, at: placeAt(page) } });

  follow(down, {
    start: see,
    move: see,
    drop(page) {
      stage.put({ noteMoving: null });
      editor.run(t("canvas.note.moved"), (flow) => changeNote(flow, { index, at: placeAt(page) }));
    },
    cancel: () => stage.put({ noteMoving: null }),
  });
}

/** @param {Stage} stage @param {number} index */
export function removeNoteAt(stage, index) {
  stage.put({ note: null, isWriting: false });
  stage.editor.run(t("canvas.note.removed"), (flow) => removeNote(flow, { index }));
  stage.editor.say(t("canvas.note.removed"));
}

/** @param {Stage} stage @param {Point} at of the drawing */
export function writeNote(stage, at) {
  const { editor } = stage;
  const index = editor.flow.notes?.length ?? 0;
  editor.run(
    t("canvas.note.added"),
    (flow) => addNote(flow, { text: "", at: [Math.round(at[0]), Math.round(at[1])] }),
    {
      choose: [],
      panel: null,
    },
  );
  stage.put({ note: index, isWriting: true });
}

/** @param {Stage} stage @param {string} [key] beside this card; none: in the middle of what is in sight */
export function writeNoteBeside(stage, key) {
  const rect = key === undefined ? null : stage.rectOf(key);
  const view = stage.view.get();
  writeNote(stage, rect ? [rect.right + 24, rect.top] : toDrawing(view, [view.width / 2 - 100, view.height / 3]));
}
