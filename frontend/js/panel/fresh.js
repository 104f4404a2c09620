/** Which steps are being filled in for the first time: made since the journey was opened, and their settings never closed. */

import { nodeAt } from "../model/document.js";

/** @import {Editor} from "../builder/editor.js" */

/** @type {WeakMap<Editor, Set<string>>} */
const left = new WeakMap();

/** @param {Editor} editor @param {string} key @returns {boolean} */
export function isFresh(editor, key) {
  const { past, present } = editor.state.get().history;
  const first = past[0]?.before ?? present;
  return !nodeAt(first, key) && !left.get(editor)?.has(key);
}

/** @param {Editor} editor @param {string} key of a step whose settings were closed */
export function leave(editor, key) {
  const known = left.get(editor) ?? new Set();
  left.set(editor, known.add(key));
}
