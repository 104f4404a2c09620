/** Canvas or outline, as this device had it last; a phone begins with the outline. */

/** @import {Editor, State} from "./editor.js" */

const KEY = "towpath.view";
const NARROW = "(max-width: 48rem)";

/** @returns {State["view"]} */
export function preferredView() {
  const kept = localStorage.getItem(KEY);
  if (kept === "canvas" || kept === "outline") return kept;
  return matchMedia(NARROW).matches ? "outline" : "canvas";
}

/** @param {Editor} editor @param {State["view"]} view */
export function preferView(editor, view) {
  editor.put({ view });
  localStorage.setItem(KEY, view);
}
