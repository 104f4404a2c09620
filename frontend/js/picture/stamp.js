/** A journey at the size of a stamp: its cards as coloured blocks and its ways as lines, without words. */

import { iconOf, toneOf } from "../canvas/tones.js";
import { arrange } from "../layout/arrange.js";
import { roundedPath } from "../layout/route.js";
import { nodeAt, portsIn } from "../model/document.js";

/** @import {Flow, NodeType} from "../model/types.js" */
/** @import {Tone} from "../canvas/tones.js" */

export const STAMP = Object.freeze({ width: 120, height: 40, gapX: 24, gapY: 28, lane: 14 });
const MARGIN = 8;

/** `box` is an SVG viewBox.
 * @typedef {{box: string, width: number, height: number, ways: string[],
 *   cards: {key: string, x: number, y: number, tone: Tone, icon: string}[]}} Stamp */

/**
 * @param {Flow} flow @param {ReadonlyMap<string, NodeType>} types @returns {Stamp}
 */
export function stampOf(flow, types) {
  // Where somebody put cards by hand says nothing at this size, and their places are for large cards.
  const { layout: _, ...plain } = flow;
  /** @param {string} key */
  const typeOf = (key) => types.get(nodeAt(plain, key)?.type ?? "");
  const isEntry = (/** @type {string} */ key) => typeOf(key)?.is_entry ?? false;
  const { cards, routes, bounds } = arrange(plain, portsIn(plain, types), { sizes: STAMP, isEntry });
  const [width, height] = [bounds.right - bounds.left + 2 * MARGIN, bounds.bottom - bounds.top + 2 * MARGIN];
  return {
    box: `${bounds.left - MARGIN} ${bounds.top - MARGIN} ${width} ${height}`,
    width,
    height,
    ways: [...routes.values()].map(({ points }) => roundedPath(points, 6)),
    cards: [...cards].map(([key, [x, y]]) => ({
      key,
      x,
      y,
      tone: toneOf(typeOf(key)),
      icon: iconOf(typeOf(key)),
    })),
  };
}
