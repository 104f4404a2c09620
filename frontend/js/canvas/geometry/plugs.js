/** Ports on the drawing: where each leaves its card, where its plus and its label stand. */

import { portOffset } from "../../layout/lanes.js";
import { edgeAt, nodeAt } from "../../model/document.js";
import { isOnlyWay } from "../../model/shape.js";

/** @import {Drawing} from "../../layout/arrange.js" */
/** @import {Route} from "../../layout/route.js" */
/** @import {Sizes} from "../../layout/tree.js" */
/** @import {Edge, Flow, Point, Port, PortRef, PortsOf} from "../../model/types.js" */

/** A port: `start` on the lower side of its card, `plus` where a step can be put in, `edge` when it leads somewhere.
 * The label stands right of `labelAt` and has `room`; a node with one port needs none.
 * @typedef {object} PlugFields
 * @property {string} id "from/port"
 * @property {PortRef} ref
 * @property {Port} port
 * @property {Edge | null} edge
 * @property {Route | null} route
 * @property {Point} start
 * @property {Point} plus
 * @property {string} label
 * @property {Point} labelAt
 * @property {number} room
 * @typedef {Readonly<PlugFields>} Plug */

const STUB = 24;
const BESIDE = 18;
const CLOSE = 8;
const ROW = 17;
const MOST = 128;

/** @param {PortRef} ref @returns {string} */
export const plugId = ({ from, port }) => `${from}/${port}`;

/**
 * Return the ports of all cards, from left to right on each.
 * @param {Flow} flow @param {Drawing} drawing @param {PortsOf} portsOf @param {Sizes} sizes @returns {Map<string, Plug>}
 */
export function plugsOf(flow, drawing, portsOf, sizes) {
  const loops = new Set(drawing.shape.loops);
  const found = /** @type {Map<string, Plug>} */ (new Map());
  for (const [from, corner] of drawing.cards) {
    const plugs = portsOf(from).map((port) => plugOf(flow, drawing, from, corner, port, portsOf, sizes));
    for (const plug of withLabels(plugs, drawing, loops)) found.set(plug.id, plug);
  }
  return found;
}

/**
 * @param {Flow} flow @param {Drawing} drawing @param {string} from @param {Point} corner @param {Port} port
 * @param {PortsOf} portsOf @param {Sizes} sizes @returns {Plug}
 */
function plugOf(flow, drawing, from, [x, y], port, portsOf, sizes) {
  const ref = { from, port: port.key };
  const led = edgeAt(flow, ref);
  const edge = led && nodeAt(flow, led.to) ? led : null;
  const route = (edge && drawing.routes.get(edge)) ?? null;
  /** @type {Point} */
  const start = [x + sizes.width / 2 + portOffset({ ...ref, to: "" }, portsOf, sizes.width), y + sizes.height];
  const plus = route?.anchor ?? /** @type {Point} */ ([start[0], start[1] + STUB]);
  return { id: plugId(ref), ref, port, edge, route, start, plus, label: "", labelAt: plus, room: MOST };
}

/**
 * Put a label beside the last upright of a way that nothing else uses; where there is none, beside its beginning,
 * and then neighbours take turns in two rows.
 * @param {readonly Plug[]} plugs of one card @param {Drawing} drawing @param {ReadonlySet<Edge>} loops @returns {Plug[]}
 */
function withLabels(plugs, drawing, loops) {
  if (plugs.length < 2) return [...plugs];
  const isBelow = plugs.map(
    ({ edge, plus, start }) => edge && !loops.has(edge) && isOnlyWay(drawing.shape, edge) && plus[0] !== start[0],
  );
  const crowd = plugs.filter((_, n) => !isBelow[n]);
  const isStaggered = crowd.length > 2;
  const placed = plugs.map((plug, n) => {
    const label = plug.port.label || plug.port.key;
    const isLower = isStaggered && crowd.indexOf(plug) % 2 === 1;
    return { ...plug, label, labelAt: isBelow[n] ? beside(plug.plus) : besideStart(plug, isLower) };
  });
  return placed.map((plug) => ({ ...plug, room: roomOf(plug, placed) }));
}

/** @param {Point} plus @returns {Point} */
const beside = ([x, y]) => [x + BESIDE, y];

/** @param {Plug} plug @param {boolean} isLower in the second row @returns {Point} */
function besideStart({ plus, start }, isLower) {
  const hasPlus = plus[0] === start[0] && plus[1] - start[1] < 2 * STUB;
  const y = hasPlus ? plus[1] : start[1] + STUB;
  return isLower ? [start[0] + CLOSE, y + ROW] : [start[0] + (hasPlus ? BESIDE : CLOSE), y];
}

/**
 * Return how wide a label may be before the next one on its height begins, with the plus before that.
 * @param {Plug} plug @param {readonly Plug[]} all @returns {number}
 */
function roomOf(plug, all) {
  const [x, y] = plug.labelAt;
  return all.reduce((room, { labelAt, plus }, n) => {
    const isAfter = labelAt[0] > x || (labelAt[0] === x && n > all.indexOf(plug));
    if (!isAfter || Math.abs(labelAt[1] - y) >= ROW) return room;
    const isBesidePlus = labelAt[0] - plus[0] === BESIDE && Math.abs(plus[1] - y) < ROW;
    return Math.max(0, Math.min(room, labelAt[0] - x - (isBesidePlus ? 2 * BESIDE : CLOSE)));
  }, MOST);
}

/**
 * Return the nearest of some ports whose plus is not too far.
 * @param {Iterable<Plug>} plugs @param {Point} at in the drawing @param {number} reach @returns {Plug | null}
 */
export function nearest(plugs, [x, y], reach) {
  let [best, least] = [/** @type {Plug | null} */ (null), reach];
  for (const plug of plugs) {
    const far = Math.hypot(plug.plus[0] - x, plug.plus[1] - y);
    if (far <= least) [best, least] = [plug, far];
  }
  return best;
}

/**
 * Return the card at a place.
 * @param {ReadonlyMap<string, Point>} cards @param {Point} at @param {Sizes} sizes @param {number} [slack] @returns {string | null}
 */
export function cardAt(cards, [x, y], sizes, slack = 0) {
  for (const [key, [left, top]] of cards) {
    const isInside =
      x >= left - slack && x <= left + sizes.width + slack && y >= top - slack && y <= top + sizes.height + slack;
    if (isInside) return key;
  }
  return null;
}
