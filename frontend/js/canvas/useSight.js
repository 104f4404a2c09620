/** What is worth drawing: the part in sight and some more around it, changed only when one looks beyond that. */

import { useRef } from "react";
import { holds, seen } from "./geometry/view.js";
import { useView } from "./useStage.js";

/** @import {Rect, View} from "./geometry/view.js" */

const AROUND = 320;
const FAR = 0.4;
const CROWDED = 0.6;

/** How much is shown: "far" blocks only, "mid" cards without what one can press, "near" all.
 * @typedef {"far" | "mid" | "near"} Detail */

/** @returns {Rect} of the drawing */
export function useSight() {
  const known = useRef(/** @type {Rect | null} */ (null));
  return useView((view) => {
    const now = seen(view);
    const old = known.current;
    const isTight = old && old.right - old.left < 3 * (now.right - now.left + (2 * AROUND) / view.zoom);
    if (old && isTight && holds(old, now)) return old;
    known.current = seen(view, AROUND);
    return known.current;
  });
}

/** @returns {Detail} */
export const useDetail = () => useView(detailOf);

/** @param {View} view @returns {Detail} */
export const detailOf = ({ zoom }) => (zoom < FAR ? "far" : zoom < CROWDED ? "mid" : "near");

/** @returns {number} by how much to enlarge what must not get too small to be hit; changes in few steps */
export const useEnlarge = () => useView(({ zoom }) => Math.ceil(10 / Math.min(1, Math.max(CROWDED, zoom))) / 10);
