/** The clipboard: a part of a flow as text, readable in any journey, tab or installation. */

import { FORMAT, MAX_NODES, SLUG } from "./document.js";
import { fragmentOf } from "./graft.js";

/** @import {Edge, Flow, Fragment, NodeSpec, Point} from "./types.js" */

export const FRAGMENT = "towpath.fragment/1";
const MAX_LENGTH = 2 * 1024 * 1024;
const MAX_DEPTH = 32;

/** The text is no part of a journey; the message is a sentence for people. */
export class NotPasted extends Error {}

/**
 * Write the selection as text.
 * @param {Flow} flow @param {Iterable<string>} keys @returns {string}
 */
export const copyText = (flow, keys) => JSON.stringify({ format: FRAGMENT, ...fragmentOf(flow, keys) }, null, 2);

/**
 * Read such a text; nothing of it is believed. Throws NotPasted.
 * @param {string} text @returns {Fragment}
 */
export function readFragment(text) {
  if (text.length > MAX_LENGTH) throw new NotPasted("This text is too long to be part of a journey.");
  const value = parsed(text);
  if (!isRecord(value)) throw new NotPasted("This text is not part of a journey.");
  if (value.format === FORMAT) throw new NotPasted("This is a whole journey: import it instead.");
  if (value.format !== FRAGMENT) throw new NotPasted("This text is not part of a journey.");
  if (isDeep(value)) throw new NotPasted(`This part of a journey is nested deeper than ${MAX_DEPTH} levels.`);
  const nodes = readNodes(value.nodes);
  const layout = readLayout(value.layout, nodes);
  return { nodes, edges: readEdges(value.edges, nodes), ...(layout && { layout }) };
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotPasted("This text is not part of a journey.");
  }
}

/** @param {unknown} value @returns {Record<string, NodeSpec>} */
function readNodes(value) {
  if (!isRecord(value)) throw new NotPasted("This part of a journey has no steps.");
  const members = Object.entries(value);
  if (!members.length) throw new NotPasted("This part of a journey has no steps.");
  if (members.length > MAX_NODES)
    throw new NotPasted(`A journey has at most ${MAX_NODES} steps; this has ${members.length}.`);
  return Object.fromEntries(members.map(([key, node]) => [key, readNode(key, node)]));
}

/** @param {string} key @param {unknown} node @returns {NodeSpec} */
function readNode(key, node) {
  if (!SLUG.test(key)) throw new NotPasted(`A step cannot be called “${short(key)}”.`);
  if (!isRecord(node) || !isType(node.type) || !isRecord(node.config ?? {})) {
    throw new NotPasted(`The step “${key}” cannot be read.`);
  }
  return { type: node.type, config: /** @type {NodeSpec["config"]} */ (node.config ?? {}) };
}

/** @param {unknown} value @param {Record<string, NodeSpec>} nodes @returns {Edge[]} */
function readEdges(value, nodes) {
  if (!Array.isArray(value ?? []))
    throw new NotPasted("The connections of this part of a journey cannot be read.");
  const taken = new Set();
  return /** @type {unknown[]} */ (value ?? []).map((edge) => {
    if (!isRecord(edge) || !isKeyIn(nodes, edge.from) || !isKeyIn(nodes, edge.to) || !isType(edge.port)) {
      throw new NotPasted("A connection of this part of a journey leads nowhere.");
    }
    const { from, port, to } = edge;
    if (taken.has(`${from} ${port}`)) throw new NotPasted(`Two connections leave “${short(port)}” of “${from}”.`);
    taken.add(`${from} ${port}`);
    return { from, port, to };
  });
}

/** @param {unknown} value @param {Record<string, NodeSpec>} nodes @returns {Record<string, Point> | undefined} */
function readLayout(value, nodes) {
  if (!isRecord(value)) return undefined;
  const places = Object.entries(value).flatMap(([key, at]) =>
    isKeyIn(nodes, key) && isPoint(at) ? [/** @type {[string, Point]} */ ([key, [at[0], at[1]]])] : [],
  );
  return places.length ? Object.fromEntries(places) : undefined;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is string} */
const isType = (value) => typeof value === "string" && value.length > 0 && value.length <= 64;

/** @param {object} nodes @param {unknown} key @returns {key is string} */
const isKeyIn = (nodes, key) => typeof key === "string" && Object.hasOwn(nodes, key);

/** @param {unknown} at @returns {at is Point} */
const isPoint = (at) =>
  Array.isArray(at) && at.length === 2 && at.every((n) => Number.isFinite(n) && Math.abs(n) < 1e6);

/** @param {string} text @returns {string} one short line */
const short = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/\s+/g, " ");

/** @param {unknown} value @returns {boolean} */
function isDeep(value) {
  let level = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
    if (!level.length) return false;
  }
  return true;
}
