/** What can be done about a problem of the check by one click: commands on the document, to be undone like all others. */

import { addNode, insertOnEdge, removeNodes } from "../model/commands.js";
import { edgeAt, edgesFrom, edgesTo, newKey, nodeAt } from "../model/document.js";
import { walkOrder } from "../model/order.js";
import { connect, disconnect, reconnect } from "../model/wiring.js";
import { startingConfig } from "./acts.js";

/** @import {Flow, NodeType, Port, PortRef, PortsOf} from "../model/types.js" */
/** @import {Problem} from "./editor.js" */

/** `kind` and `name` make the words of the button; `choose` is the key to show afterwards.
 * @typedef {object} FixFields
 * @property {"remove" | "removeEdge" | "exit" | "wait" | "start" | "connectAfter" | "connectBy"} kind
 * @property {string} name
 * @property {(flow: Flow) => Flow} command
 * @property {string} [choose]
 * @typedef {Readonly<FixFields>} Fix */

/** @typedef {{flow: Flow, types: ReadonlyMap<string, NodeType>, portsOf: PortsOf, nameOf: (key: string) => string}} Table */

/**
 * @param {Problem} problem @param {Table} table @returns {Fix[]} the best first; none where only the person knows
 */
export function fixesFor(problem, table) {
  const { flow } = table;
  if (problem.node !== null && !nodeAt(flow, problem.node)) return [];
  const way = problem.node !== null && problem.port !== null ? { from: problem.node, port: problem.port } : null;
  if (problem.code === "no-entry") return starts(table);
  if (problem.code === "loose-edge") return [{ kind: "removeEdge", name: "", command: withoutLoose }];
  if (problem.node === null) return [];
  if (problem.code === "unknown-type") return [removal(problem.node, table)];
  if (problem.code === "unreachable") return [...joining(problem.node, table), removal(problem.node, table)];
  if (problem.code === "loop-without-wait") return slowed(problem.node, table);
  if (!way) return [];
  if (problem.code === "missing-edge") return ended(way, table);
  if (problem.code === "unknown-port") return [...rerouted(way, table), cutting(way)];
  if (problem.code === "edge-into-entry") return [cutting(way)];
  if (problem.code === "double-edge")
    return [{ kind: "removeEdge", name: "", command: (now) => withoutDouble(now, way) }];
  return [];
}

/** @param {Table} table @returns {Fix[]} a start of each kind, before what nothing leads to */
function starts({ flow, types }) {
  const first = walkOrder(flow).find((key) => !edgesTo(flow, key).length);
  return [...types.values()]
    .filter((type) => type.is_entry)
    .map((type) => {
      const key = newKey(flow, type.label);
      const port = type.ports[0]?.key ?? "next";
      return {
        kind: "start",
        name: type.label,
        choose: key,
        command: (now) => {
          const added = addNode(now, { key, type: type.type, config: startingConfig(type) });
          return first === undefined || !nodeAt(now, first)
            ? added
            : connect(added, { from: key, port, to: first });
        },
      };
    });
}

/** @param {PortRef} way @param {Table} table @returns {Fix[]} an exit after an open way */
function ended(way, { flow, types }) {
  const type = [...types.values()].find((one) => !one.is_entry && !one.ports.length);
  if (!type || edgeAt(flow, way)) return [];
  const key = newKey(flow, type.label);
  const node = { key, type: type.type, config: startingConfig(type) };
  return [
    { kind: "exit", name: type.label, choose: key, command: (now) => addNode(now, { ...node, after: way }) },
  ];
}

/** @param {string} key @param {Table} table @returns {Fix[]} the node after an open way of what people come to */
function joining(key, { flow, types, portsOf, nameOf }) {
  if (edgesTo(flow, key).length) return [];
  const entries = Object.keys(flow.nodes).filter((one) => types.get(nodeAt(flow, one)?.type ?? "")?.is_entry);
  const reached = reach(flow, entries);
  for (const from of walkOrder(flow).filter((one) => reached.has(one))) {
    const port = portsOf(from).find((one) => !edgeAt(flow, { from, port: one.key }));
    if (!port) continue;
    const command = (/** @type {Flow} */ now) => connect(now, { from, port: port.key, to: key });
    return [{ kind: "connectAfter", name: nameOf(from), command, choose: key }];
  }
  return [];
}

/** @param {string} key @param {Table} table @returns {Fix[]} a wait within the loop */
function slowed(key, { flow, types }) {
  const type = types.get("wait");
  const edge = edgesFrom(flow, key).find((one) => reach(flow, [one.to]).has(key));
  if (!type || !edge) return [];
  const added = newKey(flow, type.label);
  const node = { key: added, type: type.type, config: startingConfig(type) };
  const outlet = type.ports[0]?.key;
  const command = (/** @type {Flow} */ now) =>
    insertOnEdge(now, { ...node, edge, ...(outlet !== undefined && { outlet }) });
  return [{ kind: "wait", name: type.label, choose: added, command }];
}

/** @param {PortRef} way @param {Table} table @returns {Fix[]} an edge of a way that is gone, led out by one that is open */
function rerouted(way, { flow, portsOf }) {
  const own = /** @param {Port} port */ (port) =>
    port.key !== way.port && !edgeAt(flow, { from: way.from, port: port.key });
  const port = portsOf(way.from).find(own);
  if (!port) return [];
  const start = { from: way.from, port: port.key };
  const command = (/** @type {Flow} */ now) => reconnect(now, { edge: way, start });
  return [{ kind: "connectBy", name: port.label || port.key, command, choose: way.from }];
}

/** @param {string} key @param {Table} table @returns {Fix} */
const removal = (key, { portsOf, nameOf }) => ({
  kind: "remove",
  name: nameOf(key),
  command: (flow) => removeNodes(flow, { keys: [key], portsOf }),
});

/** @param {PortRef} way @returns {Fix} */
const cutting = (way) => ({
  kind: "removeEdge",
  name: "",
  command: (flow) => disconnect(flow, way),
  choose: way.from,
});

/** @param {Flow} flow @returns {Flow} without edges from or to what is not there */
function withoutLoose(flow) {
  const edges = flow.edges.filter((edge) => nodeAt(flow, edge.from) && nodeAt(flow, edge.to));
  return edges.length === flow.edges.length ? flow : { ...flow, edges };
}

/** @param {Flow} flow @param {PortRef} way @returns {Flow} with the first edge of that way alone */
function withoutDouble(flow, way) {
  const first = edgeAt(flow, way);
  const edges = flow.edges.filter((edge) => edge === first || edge.from !== way.from || edge.port !== way.port);
  return edges.length === flow.edges.length ? flow : { ...flow, edges };
}

/** @param {Flow} flow @param {Iterable<string>} starts @returns {Set<string>} the starts, and all that follows them */
function reach(flow, starts) {
  const seen = new Set(starts);
  for (const key of seen) for (const edge of edgesFrom(flow, key)) if (nodeAt(flow, edge.to)) seen.add(edge.to);
  return seen;
}
