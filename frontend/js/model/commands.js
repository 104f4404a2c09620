/** Commands on nodes: (document, arguments) → document. Nothing to change, same document. */

import { edgeAt, edgesFrom, edgesTo, isSame, nodeAt } from "./document.js";
import { connect, healed } from "./wiring.js";

/** @import {Edge, Flow, NodeSpec, Point, PortRef, PortsOf} from "./types.js" */

/** A node to be made; `key` comes from newKey().
 * @typedef {{key: string, type: string, config?: NodeSpec["config"], at?: Point}} NewNode */

/**
 * Put a node in, unconnected or after an open port. (On a port that leads somewhere: insertOnEdge.)
 * @param {Flow} flow @param {NewNode & {after?: PortRef}} args @returns {Flow}
 */
export function addNode(flow, { key, type, config = {}, at, after }) {
  if (nodeAt(flow, key)) throw new RangeError(`There is a node called ${key} already.`);
  const added = { ...flow, nodes: { ...flow.nodes, [key]: { type, config } } };
  const placed = at ? { ...added, layout: { ...flow.layout, [key]: at } } : added;
  return after ? connect(placed, { ...after, to: key }) : placed;
}

/**
 * Put a node between a port and what follows it, which then follows the node's `outlet`.
 * @param {Flow} flow @param {NewNode & {edge: PortRef, outlet?: string}} args `outlet`: key of the node's first
 *   port; a node without one ends the way here
 * @returns {Flow}
 */
export function insertOnEdge(flow, { edge, outlet, ...node }) {
  return putOnEdge(addNode(flow, node), { key: node.key, edge, outlet });
}

/**
 * Take nodes out; what led into them goes on to what followed.
 * @param {Flow} flow @param {{keys: Iterable<string>, portsOf: PortsOf}} args @returns {Flow}
 */
export function removeNodes(flow, { keys, portsOf }) {
  const gone = new Set([...keys].filter((key) => nodeAt(flow, key)));
  if (!gone.size) return flow;
  const edges = healed(flow, gone, (key) => waysOut(flow, key, portsOf));
  const layout = flow.layout && without(flow.layout, gone);
  return { ...flow, nodes: without(flow.nodes, gone), edges, ...(layout && { layout }) };
}

/**
 * Take a node out of its way and put it between a port and what follows that. Its other ways go along.
 * @param {Flow} flow @param {{key: string, edge: PortRef, portsOf: PortsOf}} args @returns {Flow}
 */
export function moveNode(flow, { key, edge, portsOf }) {
  const leavesAsItIs = edge.from === key || edgeAt(flow, edge)?.to === key;
  if (leavesAsItIs || !nodeAt(flow, key) || !nodeAt(flow, edge.from)) return flow;
  const [first] = waysOut(flow, key, portsOf);
  const outlet = first?.port ?? portsOf(key)[0]?.key;
  const alone = new Set([key]);
  const kept = edgesFrom(flow, key).filter((way) => way.port !== outlet);
  const edges = [...healed(flow, alone, () => (first ? [first] : [])), ...kept];
  return putOnEdge({ ...flow, edges }, { key, edge, outlet });
}

/**
 * Change settings; undefined takes one away.
 * @param {Flow} flow @param {{key: string, changes: Readonly<Record<string, unknown>>}} args @returns {Flow}
 */
export function changeConfig(flow, { key, changes }) {
  const node = nodeAt(flow, key);
  if (!node) return flow;
  const merged = Object.entries({ ...node.config, ...changes }).filter(([, value]) => value !== undefined);
  const config = Object.fromEntries(merged);
  if (isSame(config, node.config)) return flow;
  return { ...flow, nodes: { ...flow.nodes, [key]: { ...node, config } } };
}

/**
 * Tell where a node may be put: every port of every other node, but not what already leads into or out of it.
 * @param {Flow} flow @param {PortsOf} portsOf @param {string} [key] of the node that moves; none: a new one
 * @returns {PortRef[]}
 */
export const placesFor = (flow, portsOf, key) =>
  Object.keys(flow.nodes)
    .filter((from) => from !== key)
    .flatMap((from) => portsOf(from).map((port) => ({ from, port: port.key })))
    .filter((ref) => key === undefined || edgeAt(flow, ref)?.to !== key);

/** @param {Flow} flow @param {{key: string, edge: PortRef, outlet?: string | undefined}} args @returns {Flow} */
export function putOnEdge(flow, { key, edge, outlet }) {
  const followed = edgeAt(flow, edge)?.to;
  const led = connect(flow, { ...edge, to: key });
  return outlet === undefined || followed === undefined || followed === key
    ? led
    : connect(led, { from: key, port: outlet, to: followed });
}

/**
 * Return the edges out of a node in the order of its ports.
 * @param {Flow} flow @param {string} key @param {PortsOf} portsOf @returns {Edge[]}
 */
export function waysOut(flow, key, portsOf) {
  const ways = portsOf(key).map((port) => edgeAt(flow, { from: key, port: port.key }));
  return ways.filter((edge) => edge !== undefined);
}

/**
 * Tell whether something leads into the node.
 * @param {Flow} flow @param {string} key @returns {boolean}
 */
export const isLedTo = (flow, key) => edgesTo(flow, key).some((edge) => nodeAt(flow, edge.from));

/**
 * @template T @param {Readonly<Record<string, T>>} record @param {ReadonlySet<string>} gone
 * @returns {Record<string, T>}
 */
const without = (record, gone) => Object.fromEntries(Object.entries(record).filter(([key]) => !gone.has(key)));
