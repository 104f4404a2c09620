/** The whole drawing of a flow: where its cards stand and how its edges run. Same flow, same drawing. */

import { edgesFrom, nodeAt, placeOf } from "../model/document.js";
import { isOnlyWay, shapeOf } from "../model/shape.js";
import { barHeights, coursesOf, portOffset } from "./lanes.js";
import { elbow, routeOf } from "./route.js";
import { placeTree } from "./tree.js";

/** @import {Edge, Flow, Point, PortsOf} from "../model/types.js" */
/** @import {Shape} from "../model/shape.js" */
/** @import {Route} from "./route.js" */
/** @import {Sizes} from "./tree.js" */

/** @type {Sizes} */
export const SIZES = Object.freeze({ width: 248, height: 76, gapX: 40, gapY: 72, lane: 24 });

/** `cards` holds upper left corners; edges to nodes that are not there have no route.
 * @typedef {object} Drawing
 * @property {Map<string, Point>} cards
 * @property {Map<Edge, Route>} routes
 * @property {{left: number, top: number, right: number, bottom: number}} bounds
 * @property {Shape} shape
 */

/**
 * Cards that were placed by hand stay where they are; the others stand where the layout has them.
 * @param {Flow} flow @param {PortsOf} portsOf
 * @param {{sizes?: Sizes, isEntry?: (key: string) => boolean}} [options] @returns {Drawing}
 */
export function arrange(flow, portsOf, { sizes = SIZES, isEntry } = {}) {
  const shape = shapeOf(flow, portsOf, isEntry);
  const placement = placeTree(shape, sizes);
  const courses = coursesOf(shape, placement, portsOf, sizes);
  const heights = barHeights(courses, sizes);
  /** @param {string} key */
  const rowY = (key) => (shape.rank.get(key) ?? 0) * (sizes.height + sizes.gapY);
  const routes = new Map(
    courses.map((course) => {
      const ends = { top: rowY(course.edge.from) + sizes.height, bottom: rowY(course.edge.to) };
      return [course.edge, routeOf(course, heights, ends, sizes, isOnlyWay(shape, course.edge))];
    }),
  );
  /** @type {Map<string, Point>} */
  const cards = new Map(
    shape.order.map((key) => [key, [(placement.centre.get(key) ?? 0) - sizes.width / 2, rowY(key)]]),
  );
  if (flow.layout) putByHand(flow, portsOf, sizes, cards, routes);
  return { cards, routes, bounds: boundsOf(cards, routes, sizes), shape };
}

/**
 * @param {Flow} flow @param {PortsOf} portsOf @param {Sizes} sizes
 * @param {Map<string, Point>} cards @param {Map<Edge, Route>} routes
 */
function putByHand(flow, portsOf, sizes, cards, routes) {
  for (const key of cards.keys()) cards.set(key, placeOf(flow, key) ?? cards.get(key) ?? [0, 0]);
  for (const from of cards.keys()) {
    for (const edge of edgesFrom(flow, from)) {
      if (!nodeAt(flow, edge.to) || !(placeOf(flow, from) ?? placeOf(flow, edge.to))) continue;
      const [start, end] = [cards.get(from) ?? [0, 0], cards.get(edge.to) ?? [0, 0]];
      const port = start[0] + sizes.width / 2 + portOffset(edge, portsOf, sizes.width);
      routes.set(edge, elbow([port, start[1] + sizes.height], [end[0] + sizes.width / 2, end[1]], sizes));
    }
  }
}

/**
 * @param {ReadonlyMap<string, Point>} cards @param {ReadonlyMap<Edge, Route>} routes @param {Sizes} sizes
 * @returns {Drawing["bounds"]}
 */
function boundsOf(cards, routes, sizes) {
  const bounds = { left: 0, top: 0, right: 0, bottom: 0 };
  /** @param {Point} point */
  const include = ([x, y]) => {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  };
  for (const [x, y] of cards.values()) {
    include([x, y]);
    include([x + sizes.width, y + sizes.height]);
  }
  for (const { points } of routes.values()) points.forEach(include);
  return bounds;
}
