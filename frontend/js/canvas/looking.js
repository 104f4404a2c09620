/** Zooming, and seeing all. */

import { centred, fitted, middleOf, zoomedTo } from "./geometry/view.js";

/** @import {Stage} from "./stage.js" */

/** @param {Stage} stage @param {number} by */
export const zoomBy = (stage, by) => stage.look(zoomedTo(stage.aim, stage.aim.zoom * by), 120);

/** @param {Stage} stage */
export function actualSize(stage) {
  const rect = stage.rectOf(stage.ui.get().focus ?? "");
  const view = stage.aim;
  stage.look(rect ? centred(view, middleOf(rect), 1) : zoomedTo(view, 1));
}

/** @param {Stage} stage */
export const seeAll = (stage) => stage.look(fitted(stage.aim, stage.editor.drawing.bounds));
