/** Parts of a flow: cut out, and put into any flow under slugs that are free there. */

import { isLedTo, putOnEdge, waysOut } from "./commands.js";
import { MAX_NODES, nodeAt, placeOf, slugOf } from "./document.js";
import { walkOrder } from "./order.js";
import { connect } from "./wiring.js";

/** @import {Flow, Fragment, Point, PortRef, PortsOf} from "./types.js" */

const ASIDE = 40;

/**
 * Cut out some nodes with the edges among them.
 * @param {Flow} flow @param {Iterable<string>} keys @returns {Fragment}
 */
export function fragmentOf(flow, keys) {
  const wanted = new Set(keys);
  const inside = walkOrder(flow).filter((key) => wanted.has(key));
  const placed = inside.flatMap((key) => {
    const at = placeOf(flow, key);
    return at ? [/** @type {[string, Point]} */ ([key, at])] : [];
  });
  return {
    nodes: Object.fromEntries(
      inside.map((key) => [key, /** @type {NonNullable<ReturnType<typeof nodeAt>>} */ (nodeAt(flow, key))]),
    ),
    edges: flow.edges.filter((edge) => wanted.has(edge.from) && wanted.has(edge.to)),
    ...(placed.length && { layout: Object.fromEntries(placed) }),
  };
}

/**
 * Choose the slugs under which a fragment's nodes will stand in a flow: their own where that is free.
 * @param {Flow} flow @param {Fragment} fragment @returns {Map<string, string>} old slug → new slug
 */
export function freshKeys(flow, fragment) {
  const taken = new Set(Object.keys(flow.nodes));
  const fresh = new Map();
  for (const key of Object.keys(fragment.nodes)) {
    const slug = slugOf(key.replace(/-\d+$/, ""), taken);
    const chosen = taken.has(key) ? slug : key;
    taken.add(chosen);
    fresh.set(key, chosen);
  }
  return fresh;
}

/** @param {Flow} flow @param {Fragment} fragment @returns {boolean} whether a journey of both is not too large */
export const hasRoomFor = (flow, fragment) =>
  Object.keys(flow.nodes).length + Object.keys(fragment.nodes).length <= MAX_NODES;

/**
 * Put a fragment into a flow: unconnected, or between a port and what follows it.
 * @param {Flow} flow
 * @param {{fragment: Fragment, keys: ReadonlyMap<string, string>, edge?: PortRef, portsOf?: PortsOf, by?: Point}} args
 *   `keys` from freshKeys(); `portsOf` knows the fragment's nodes by their new slugs, and is wanted with `edge`;
 *   `by`: how far from where they stood cards are put that were placed by hand
 * @returns {Flow}
 */
export function graft(flow, { fragment, keys, edge, portsOf, by = [ASIDE, ASIDE] }) {
  /** @param {string} key */
  const fresh = (key) => keys.get(key) ?? key;
  const nodes = Object.entries(fragment.nodes).map(([key, node]) => [fresh(key), node]);
  const edges = fragment.edges.map(({ from, port, to }) => ({ from: fresh(from), port, to: fresh(to) }));
  const placed = Object.entries(fragment.layout ?? {}).map(([key, [x, y]]) => [
    fresh(key),
    [x + by[0], y + by[1]],
  ]);
  const added = {
    ...flow,
    nodes: { ...flow.nodes, ...Object.fromEntries(nodes) },
    edges: edges.length ? [...flow.edges, ...edges] : flow.edges,
    ...(placed.length && { layout: { ...flow.layout, ...Object.fromEntries(placed) } }),
  };
  return edge && portsOf && nodes.length ? threaded(added, fragment, keys, edge, portsOf) : added;
}

/**
 * Duplicate nodes with the edges among them. One node alone is put behind itself, as its next step.
 * @param {Flow} flow @param {{keys: ReadonlyMap<string, string>, portsOf: PortsOf}} args
 *   `keys`: freshKeys(flow, fragmentOf(flow, selection)) @returns {Flow}
 */
export function duplicate(flow, { keys, portsOf }) {
  const fragment = fragmentOf(flow, keys.keys());
  const grafted = graft(flow, { fragment, keys });
  const [[key, copy] = ["", ""], ...others] = keys;
  const outlet = waysOut(flow, key, portsOf)[0]?.port ?? portsOf(key)[0]?.key;
  if (others.length || !isLedTo(flow, key) || outlet === undefined) return grafted;
  return putOnEdge(grafted, { key: copy, edge: { from: key, port: outlet }, outlet });
}

/**
 * Lead a port into the fragment's first node, and the first open way out of the fragment to what followed.
 * @param {Flow} flow @param {Fragment} fragment @param {ReadonlyMap<string, string>} keys @param {PortRef} edge
 * @param {PortsOf} portsOf @returns {Flow}
 */
function threaded(flow, fragment, keys, edge, portsOf) {
  const order = walkOrder({ format: "towpath.flow/1", ...fragment }).map((key) => keys.get(key) ?? key);
  const followed = flow.edges.find((other) => other.from === edge.from && other.port === edge.port)?.to;
  const led = connect(flow, { ...edge, to: order[0] ?? "" });
  if (followed === undefined) return led;
  for (const from of order.reverse()) {
    const taken = new Set(led.edges.filter((other) => other.from === from).map((other) => other.port));
    const open = portsOf(from).find((port) => !taken.has(port.key));
    if (open) return connect(led, { from, port: open.key, to: followed });
  }
  return led;
}
