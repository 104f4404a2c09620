/** Moving the view while something is held near the edge of the canvas. */

import { drift } from "./geometry/view.js";

/** @import {Point} from "../model/types.js" */
/** @import {Stage} from "./stage.js" */

/**
 * @param {Stage} stage @param {(at: Point) => void} moved told when the view moved under the pointer
 * @param {{comesIn?: boolean}} [options] `comesIn`: it is brought over the edge, and must be inside before the edge counts
 * @returns {{at: (page: Point) => void, stop: () => void}}
 */
export function drifting(stage, moved, { comesIn = false } = {}) {
  /** @type {Point | null} */
  let last = null;
  let frame = 0;
  let isIn = !comesIn;
  const go = () => {
    frame = 0;
    if (!last) return;
    const view = stage.view.get();
    const [x, y] = stage.inWindow(last);
    if (x < -8 || y < -8 || x > view.width + 8 || y > view.height + 8) return;
    const [byX, byY] = drift(view, [x, y]);
    if (!byX && !byY) isIn = true;
    if ((!byX && !byY) || !isIn) return;
    stage.pilot?.move({ ...view, x: view.x + byX, y: view.y + byY }, 0);
    moved(last);
    frame = requestAnimationFrame(go);
  };
  return {
    at(page) {
      last = page;
      if (!frame) frame = requestAnimationFrame(go);
    },
    stop() {
      last = null;
      cancelAnimationFrame(frame);
    },
  };
}
