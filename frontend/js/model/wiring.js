/** Commands on edges: connect, reconnect, disconnect. Nothing to change, same document. */

import { edgeAt } from "./document.js";

/** @import {Edge, Flow, PortRef} from "./types.js" */

/**
 * Lead a port to a node; a second edge from one port replaces the first.
 * @param {Flow} flow @param {PortRef & {to: string}} edge @returns {Flow}
 */
export function connect(flow, { from, port, to }) {
  const old = edgeAt(flow, { from, port });
  if (old?.to === to) return flow;
  const edge = { from, port, to };
  return {
    ...flow,
    edges: old ? flow.edges.map((other) => (other === old ? edge : other)) : [...flow.edges, edge],
  };
}

/**
 * Take hold of an edge and lead it to another node, or from another port.
 * @param {Flow} flow @param {{edge: PortRef, to?: string, start?: PortRef}} args @returns {Flow}
 */
export function reconnect(flow, { edge, to, start }) {
  const old = edgeAt(flow, edge);
  if (!old) return flow;
  const { from, port } = start ?? old;
  if (from === old.from && port === old.port) return connect(flow, { from, port, to: to ?? old.to });
  return connect(disconnect(flow, edge), { from, port, to: to ?? old.to });
}

/**
 * Leave a port open.
 * @param {Flow} flow @param {PortRef} ref @returns {Flow}
 */
export function disconnect(flow, ref) {
  const edges = flow.edges.filter((edge) => edge.from !== ref.from || edge.port !== ref.port);
  return edges.length === flow.edges.length ? flow : { ...flow, edges };
}

/**
 * Return the edges as they are without some nodes: what led into one goes on to what followed by its first port
 * (where that is open, by the next that leads anywhere). An edge that would end where it begins is left out.
 * @param {Flow} flow @param {ReadonlySet<string>} gone
 * @param {(key: string) => readonly Edge[]} waysOut of a node, first port first @returns {readonly Edge[]}
 */
export function healed(flow, gone, waysOut) {
  const edges = flow.edges.flatMap((edge) => {
    if (gone.has(edge.from)) return [];
    if (!gone.has(edge.to)) return [edge];
    const to = firstBeyond(edge.to, gone, waysOut);
    return to === undefined || to === edge.from ? [] : [{ ...edge, to }];
  });
  const isUntouched = edges.length === flow.edges.length && edges.every((edge, n) => edge === flow.edges[n]);
  return isUntouched ? flow.edges : edges;
}

/**
 * @param {string} key @param {ReadonlySet<string>} gone @param {(key: string) => readonly Edge[]} waysOut
 * @returns {string | undefined}
 */
function firstBeyond(key, gone, waysOut) {
  const seen = new Set();
  const stack = [key];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (!gone.has(at)) return at;
    if (seen.has(at)) continue;
    seen.add(at);
    stack.push(
      ...waysOut(at)
        .map((edge) => edge.to)
        .reverse(),
    );
  }
  return undefined;
}
