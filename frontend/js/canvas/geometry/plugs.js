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
  return plugs.map((plug, n) => {
    const label = plug.port.label || plug.port.key;
    if (isBelow[n]) return { ...plug, label, labelAt: [plug.plus[0] + BESIDE, plug.plus[1]] };
    const place = crowd.indexOf(plug);
    const isStaggered = crowd.length > 2;
    const next = crowd[place + (isStaggered ? 2 : 1)];
    const isAtStart = plug.plus[0] === plug.start[0] && plug.plus[1] - plug.start[1] < 2 * STUB;
    const y =
      plug.start[1] + (isAtStart ? plug.plus[1] - plug.start[1] : STUB) + (isStaggered && place % 2 ? ROW : 0);
    const x = plug.start[0] + (isAtStart && !(isStaggered && place % 2) ? BESIDE : 8);
    return { ...plug, label, labelAt: [x, y], room: Math.min(MOST, next ? next.start[0] - x - 12 : MOST) };
  });
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
