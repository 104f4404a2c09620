/** What covers the canvas at its foot, so that what is brought into sight is not below it. */

/** @import {Stage} from "./stage.js" */

/** From how many cards on there is a map. */
export const WIDE = 8;

const TOOLS = 96;
const MAP = 160;
/** On a phone the settings are a sheet, which covers this part of it. */
const PHONE = 768;
const SHEET = 0.7;

/** @param {Stage} stage @returns {number} the height of what is covered */
export function coveredFoot({ editor, ui, view }) {
  if (innerWidth < PHONE) return editor.state.get().panel === null ? TOOLS : view.get().height * SHEET;
  const hasMap = ui.get().hasMap && Object.keys(editor.flow.nodes).length >= WIDE;
  return hasMap ? MAP : TOOLS;
}
