/** Routes: the corners of an edge as points, and the rounded path through them. */

/** @import {Point} from "../model/types.js" */
/** @import {Course, Jog} from "./lanes.js" */
/** @import {Sizes} from "./tree.js" */

/** `anchor` lies on an upright part that belongs to this edge alone: room for its label and its plus.
 * @typedef {{points: Point[], anchor: Point}} Route */

/**
 * @param {Course} course @param {ReadonlyMap<Jog, number>} heights of bars
 * @param {{top: number, bottom: number}} ends the lower side of the start, the upper side of the target
 * @param {Sizes} sizes @param {boolean} isOnlyWay whether nothing else leads to the target @returns {Route}
 */
export function routeOf({ start, jogs, lane, isLoop }, heights, ends, sizes, isOnlyWay) {
  /** @type {Point[]} */
  const points = [[start, ends.top]];
  for (const jog of jogs) {
    const y = heights.get(jog);
    if (y !== undefined) points.push([jog.from, y], [jog.to, y]);
  }
  points.push([jogs.at(-1)?.to ?? start, ends.bottom]);
  const [leave, arrive] = [points[1]?.[1] ?? ends.bottom, points.at(-2)?.[1] ?? ends.top];
  return { points: straightened(points), anchor: anchorOf() };

  /** @returns {Point} */
  function anchorOf() {
    if (isLoop) return [lane ?? start, (leave + arrive) / 2];
    if (lane !== undefined) return [lane, ends.top + sizes.gapY + sizes.height / 2];
    return isOnlyWay ? [points.at(-1)?.[0] ?? start, (arrive + ends.bottom) / 2] : [start, (ends.top + leave) / 2];
  }
}

/**
 * Return a route between places that somebody chose: across at half height, or around when the target is above.
 * @param {Point} from the port @param {Point} to the middle of the target's upper side
 * @param {Sizes} sizes @returns {Route}
 */
export function elbow([x, y], [toX, toY], sizes) {
  const stub = sizes.gapY / 2;
  const half = (y + toY) / 2;
  if (toY - y >= stub)
    return {
      points: straightened([
        [x, y],
        [x, half],
        [toX, half],
        [toX, toY],
      ]),
      anchor: [x, (y + half) / 2],
    };
  const isBeside = Math.abs(toX - x) > sizes.width + sizes.gapX;
  const aside = isBeside ? (x + toX) / 2 : Math.max(x, toX) + sizes.width / 2 + sizes.gapX / 2;
  return {
    points: straightened([
      [x, y],
      [x, y + stub],
      [aside, y + stub],
      [aside, toY - stub],
      [toX, toY - stub],
      [toX, toY],
    ]),
    anchor: [aside, half],
  };
}

/**
 * Leave out points at which nothing turns.
 * @param {Point[]} points @returns {Point[]}
 */
export const straightened = (points) =>
  points.filter((point, n) => {
    const [before, after] = [points[n - 1], points[n + 1]];
    return !before || !after || !isStraight(before, point, after);
  });

/** @param {Point} a @param {Point} b @param {Point} c @returns {boolean} */
const isStraight = (a, b, c) => (a[0] === b[0] && b[0] === c[0]) || (a[1] === b[1] && b[1] === c[1]);

/**
 * Return an SVG path through the points, its corners rounded where there is room.
 * @param {readonly Point[]} points @param {number} [radius] @returns {string}
 */
export function roundedPath(points, radius = 10) {
  return points
    .map((point, n) => {
      const [before, after] = [points[n - 1], points[n + 1]];
      if (!before) return `M${spot(point)}`;
      if (!after) return `L${spot(point)}`;
      const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
      return `L${spot(towards(point, before, r))}Q${spot(point)} ${spot(towards(point, after, r))}`;
    })
    .join("");
}

/** @param {Point} a @param {Point} b @returns {number} */
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** @param {Point} from @param {Point} to @param {number} by @returns {Point} */
function towards(from, to, by) {
  const share = by / (distance(from, to) || 1);
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

/** @param {Point} point @returns {string} */
const spot = ([x, y]) => `${round(x)},${round(y)}`;

/** @param {number} n @returns {number} */
const round = (n) => Math.round(n * 100) / 100;
