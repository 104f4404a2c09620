/** The shape of a flow: order, ranks, joins and loops, for everything that draws or tells it. */

import { edgesFrom } from "./document.js";
import { compareText, inWalkingOrder } from "./order.js";

/** @import {Edge, Flow, PortsOf} from "./types.js" */

/** The top, under which all beginnings stand. */
export const TOP = "";

/** What a drawing is made of. Edges to nodes that are not there are left out.
 * @typedef {object} Shape
 * @property {string[]} order each node after everything that leads to it
 * @property {Map<string, number>} rank how many steps down: below everything that leads to it
 * @property {Map<string, Edge[]>} forward edges out of a node in the order of its ports, without loops
 * @property {Map<string, Edge[]>} ledBy edges into a node, without loops
 * @property {Edge[]} loops edges that lead back
 * @property {Map<string, string>} home the last node that everybody passes on the way here; TOP if none
 * @property {Map<string, string[]>} joins by home: nodes that several edges lead to, in order
 */

/**
 * @param {Flow} flow @param {PortsOf} portsOf
 * @param {(key: string) => boolean} [isEntry] entries stand before other beginnings @returns {Shape}
 */
export function shapeOf(flow, portsOf, isEntry = () => false) {
  const keys = Object.keys(flow.nodes).sort(compareText);
  const ways = new Map(keys.map((key) => [key, inPortOrder(flow, key, portsOf)]));
  const follows = new Map(keys.map((key) => [key, of(ways, key).map((edge) => edge.to)]));
  const order = inWalkingOrder(follows, startsOf(follows, isEntry));
  const place = new Map(order.map((key, n) => [key, n]));
  /** @param {Edge} edge */
  const isForward = (edge) => (place.get(edge.from) ?? 0) < (place.get(edge.to) ?? 0);
  const forward = new Map(order.map((key) => [key, of(ways, key).filter(isForward)]));
  const loops = order.flatMap((key) => of(ways, key).filter((edge) => !isForward(edge)));
  const ledBy = new Map(order.map((key) => [key, /** @type {Edge[]} */ ([])]));
  for (const key of order) for (const edge of of(forward, key)) ledBy.get(edge.to)?.push(edge);
  return { order, forward, ledBy, loops, ...heights(order, ledBy) };
}

/** @template T @param {ReadonlyMap<string, T[]>} map @param {string} key @returns {T[]} */
export const of = (map, key) => map.get(key) ?? [];

/**
 * Tell whether an edge is the only way to where it leads, so that its target hangs below it.
 * @param {Shape} shape @param {Edge} edge @returns {boolean}
 */
export const isOnlyWay = (shape, edge) =>
  of(shape.ledBy, edge.to).length === 1 && of(shape.ledBy, edge.to)[0] === edge;

/** @param {Flow} flow @param {string} key @param {PortsOf} portsOf @returns {Edge[]} */
function inPortOrder(flow, key, portsOf) {
  const edges = edgesFrom(flow, key).filter((edge) => Object.hasOwn(flow.nodes, edge.to));
  if (edges.length < 2) return [...edges];
  const places = new Map(portsOf(key).map((port, n) => [port.key, n]));
  /** @param {Edge} edge */
  const place = (edge) => places.get(edge.port) ?? places.size;
  return edges.sort((a, b) => place(a) - place(b) || compareText(a.port, b.port) || compareText(a.to, b.to));
}

/**
 * Return where walks begin: what nothing leads to, entries first; of a ring that nothing leads to, one node.
 * @param {ReadonlyMap<string, string[]>} follows @param {(key: string) => boolean} isEntry @returns {string[]}
 */
function startsOf(follows, isEntry) {
  const targets = new Set();
  for (const [key, ways] of follows) for (const to of ways) if (to !== key) targets.add(to);
  const roots = [...follows.keys()].filter((key) => !targets.has(key));
  const starts = [...roots.filter(isEntry), ...roots.filter((key) => !isEntry(key))];
  const reached = new Set();
  for (const start of starts) reach(start, follows, reached);
  for (const key of follows.keys()) {
    if (reached.has(key)) continue;
    starts.push(key);
    reach(key, follows, reached);
  }
  return starts;
}

/** @param {string} start @param {ReadonlyMap<string, string[]>} follows @param {Set<string>} reached */
function reach(start, follows, reached) {
  const stack = [start];
  for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    stack.push(...of(follows, key));
  }
}

/**
 * @param {string[]} order @param {Map<string, Edge[]>} ledBy
 * @returns {Pick<Shape, "rank" | "home" | "joins">}
 */
function heights(order, ledBy) {
  /** @type {Map<string, number>} */
  const rank = new Map();
  /** @type {Map<string, string>} */
  const home = new Map();
  /** @type {Map<string, number>} */
  const depth = new Map([[TOP, 0]]);
  /** @type {Map<string, string[]>} */
  const joins = new Map();
  for (const key of order) {
    const before = of(ledBy, key).map((edge) => edge.from);
    rank.set(
      key,
      before.reduce((most, from) => Math.max(most, (rank.get(from) ?? 0) + 1), 0),
    );
    const [first = TOP, ...others] = before;
    const shared = others.reduce((a, b) => common(a, b, home, depth), first);
    home.set(key, shared);
    depth.set(key, (depth.get(shared) ?? 0) + 1);
    if (others.length) joins.set(shared, [...of(joins, shared), key]);
  }
  return { rank, home, joins };
}

/**
 * @param {string} a @param {string} b @param {ReadonlyMap<string, string>} home
 * @param {ReadonlyMap<string, number>} depth @returns {string} the nearest node above both
 */
function common(a, b, home, depth) {
  let [left, right] = [a, b];
  while (left !== right) {
    if ((depth.get(left) ?? 0) >= (depth.get(right) ?? 0)) left = home.get(left) ?? TOP;
    else right = home.get(right) ?? TOP;
  }
  return left;
}
