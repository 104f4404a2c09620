/** Showing somebody a step: chosen, in sight, its settings open at the field that is meant. */

/** @import {Editor} from "./editor.js" */

const WAIT_FRAMES = 20;

/**
 * @param {Editor} editor @param {string} key @param {string | null} [field] of its settings
 */
export function reveal(editor, key, field = null) {
  editor.open(key);
  if (field) focusField(field, WAIT_FRAMES);
}

/** @param {string} field @param {number} left frames in which the form may appear */
function focusField(field, left) {
  const name = CSS.escape(field.replace(/[.[].*$/, ""));
  const holder = document.querySelector(`.builder-panel [data-field="${name}"]`);
  const control = holder?.querySelector("input, select, textarea, button");
  if (control instanceof HTMLElement) control.focus();
  else if (left) requestAnimationFrame(() => focusField(field, left - 1));
}
