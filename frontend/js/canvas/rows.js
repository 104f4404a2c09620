/** The order of the keyboard: the rows of the outline, worked out once for each drawing. */

import { outlineOf, rowsOf } from "../model/outline.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {Drawing} from "../layout/arrange.js" */
/** @import {Row} from "../model/outline.js" */

/** @type {WeakMap<Drawing, readonly Row[]>} */
const ready = new WeakMap();

/** @param {Editor} editor @returns {readonly Row[]} the outline, whose order is that of the keyboard */
export function rowsIn(editor) {
  const { drawing, flow, portsOf } = editor;
  const rows = ready.get(drawing) ?? rowsOf(outlineOf(flow, drawing.shape, portsOf));
  ready.set(drawing, rows);
  return rows;
}
