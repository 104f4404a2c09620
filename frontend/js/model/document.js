/** The flow document: making, reading and asking. */

import { comparePorts, compareText } from "./order.js";

/** @import {Edge, Flow, NodeSpec, NodeType, Point, Port, PortRef, PortsOf} from "./types.js" */

export const FORMAT = "towpath.flow/1";
export const MAX_NODES = 500;
export const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

const NOWHERE = Object.freeze(/** @type {Edge[]} */ ([]));
/** @typedef {{from: Map<string, Edge[]>, to: Map<string, Edge[]>}} Ways */
/** @type {WeakMap<readonly Edge[], Ways>} */
const known = new WeakMap();

/** @param {string} [name] @returns {Flow} */
export const emptyFlow = (name = "") => ({ format: FORMAT, name, nodes: {}, edges: [] });

/** A document where what is empty may be missing.
 * @typedef {Partial<Omit<Flow, "nodes"> & {nodes: Readonly<Record<string, {type: string, config?: NodeSpec["config"]}>>}>} Sent */

/**
 * Take a document as the server or a file has it.
 * @param {Sent} sent @returns {Flow}
 */
export function openFlow(sent) {
  const nodes = Object.entries(sent.nodes ?? {}).map(([key, { type, config = {} }]) => [key, { type, config }]);
  return { ...sent, format: FORMAT, nodes: Object.fromEntries(nodes), edges: sent.edges ?? [] };
}

/**
 * Return the node, or undefined. (A slug may be "constructor", so `nodes[key]` alone would lie.)
 * @param {Pick<Flow, "nodes">} flow @param {string} key @returns {NodeSpec | undefined}
 */
export const nodeAt = (flow, key) => (Object.hasOwn(flow.nodes, key) ? flow.nodes[key] : undefined);

/** @param {Flow} flow @param {string} key @returns {Point | undefined} where a card was put by hand */
export const placeOf = (flow, key) =>
  flow.layout && Object.hasOwn(flow.layout, key) ? flow.layout[key] : undefined;

/** @param {Pick<Flow, "edges">} flow @param {string} key @returns {readonly Edge[]} */
export const edgesFrom = (flow, key) => ways(flow.edges).from.get(key) ?? NOWHERE;

/** @param {Pick<Flow, "edges">} flow @param {string} key @returns {readonly Edge[]} */
export const edgesTo = (flow, key) => ways(flow.edges).to.get(key) ?? NOWHERE;

/** @param {Pick<Flow, "edges">} flow @param {PortRef} ref @returns {Edge | undefined} */
export const edgeAt = (flow, ref) => edgesFrom(flow, ref.from).find((edge) => edge.port === ref.port);

/**
 * Return what follows a node, in the order of its ports, each once.
 * @param {Flow} flow @param {string} key @param {PortsOf} portsOf @returns {string[]}
 */
export function successors(flow, key, portsOf) {
  const reached = portsOf(key).map((port) => edgeAt(flow, { from: key, port: port.key })?.to);
  return [...new Set(reached.filter((to) => to !== undefined && nodeAt(flow, to)))].map(String);
}

/**
 * Return the nodes that people come in by, in alphabetical order.
 * @param {Flow} flow @param {ReadonlyMap<string, NodeType>} types @returns {string[]}
 */
export const entries = (flow, types) =>
  Object.keys(flow.nodes)
    .filter((key) => types.get(nodeAt(flow, key)?.type ?? "")?.is_entry)
    .sort(compareText);

/**
 * Return who tells the ports of this flow's nodes, from left to right.
 *
 * The server's check knows the ports of a node as it is set; a node made since then has those of its type, a
 * node of an unknown type those that its edges use. An edge from a port that is gone keeps its port, at the end.
 * @param {Flow} flow @param {ReadonlyMap<string, NodeType>} types
 * @param {Readonly<Record<string, readonly Port[]>>} [told] `ports` of the last check
 * @returns {PortsOf}
 */
export function portsIn(flow, types, told = {}) {
  /** @type {Map<string, readonly Port[]>} */
  const answers = new Map();
  return (key) => {
    const answer = answers.get(key) ?? portsOfNode(flow, key, types, told);
    answers.set(key, answer);
    return answer;
  };
}

/**
 * @param {Flow} flow @param {string} key @param {ReadonlyMap<string, NodeType>} types
 * @param {Readonly<Record<string, readonly Port[]>>} told @returns {readonly Port[]}
 */
function portsOfNode(flow, key, types, told) {
  const ports =
    (Object.hasOwn(told, key) ? told[key] : undefined) ?? types.get(nodeAt(flow, key)?.type ?? "")?.ports ?? [];
  const used = new Set(edgesFrom(flow, key).map((edge) => edge.port));
  for (const port of ports) used.delete(port.key);
  return [...ports, ...[...used].sort(comparePorts).map((port) => ({ key: port, label: port, tone: "plain" }))];
}

/**
 * Return a readable slug of `name` that is not in `taken`.
 * @param {string} name @param {{has: (slug: string) => boolean}} taken @returns {string}
 */
export function slugOf(name, taken) {
  const plain = name
    .normalize("NFKD")
    .replace(/[^\0-\x7f]/g, "")
    .toLowerCase();
  const base = trimmed(trimmed(plain.replace(/[^a-z0-9]+/g, "-")).slice(0, 56)) || "step";
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  return slug;
}

/** @param {string} text @returns {string} */
const trimmed = (text) => text.replace(/^-+|-+$/g, "");

/**
 * Return a slug for a new node that no node of the flow has.
 * @param {Flow} flow @param {string} label such as the label of its type @returns {string}
 */
export const newKey = (flow, label) => slugOf(label, { has: (slug) => Object.hasOwn(flow.nodes, slug) });

/**
 * Tell whether two JSON values say the same.
 * @param {unknown} a @param {unknown} b @returns {boolean}
 */
export function isSame(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || Array.isArray(a) !== Array.isArray(b))
    return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
  );
}

/** @param {readonly Edge[]} edges @returns {Ways} */
function ways(edges) {
  const ready = known.get(edges);
  if (ready) return ready;
  /** @type {Ways} */
  const found = { from: new Map(), to: new Map() };
  for (const edge of edges) {
    append(found.from, edge.from, edge);
    append(found.to, edge.to, edge);
  }
  known.set(edges, found);
  return found;
}

/** @param {Map<string, Edge[]>} map @param {string} key @param {Edge} edge */
function append(map, key, edge) {
  const list = map.get(key);
  if (list) list.push(edge);
  else map.set(key, [edge]);
}
