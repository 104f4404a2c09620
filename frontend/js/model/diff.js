/** What changed between two documents: for comparing versions, and two tabs. */

import { isSame, nodeAt } from "./document.js";
import { compareText, walkOrder } from "./order.js";

/** @import {Edge, Flow} from "./types.js" */

/** @typedef {{field: string, before: unknown, after: unknown}} Change */
/** @typedef {{key: string, changes: Change[]}} NodeChange a changed type is the field "type", a setting "config/<its name>" */
/** Nodes stand in the order in which people walk; `about` tells of name, description, notes and the like.
 * @typedef {object} Difference
 * @property {string[]} added
 * @property {string[]} removed
 * @property {NodeChange[]} changed
 * @property {{added: Edge[], removed: Edge[]}} edges
 * @property {Change[]} about
 */

const PARTS = /** @type {const} */ ([
  "name",
  "description",
  "author",
  "license",
  "locale",
  "parameters",
  "notes",
  "resources",
  "tests",
]);

/** @param {Flow} before @param {Flow} after @returns {Difference} */
export function difference(before, after) {
  const [old, now] = [walkOrder(before), walkOrder(after)];
  return {
    added: now.filter((key) => !nodeAt(before, key)),
    removed: old.filter((key) => !nodeAt(after, key)),
    changed: now.flatMap((key) => nodeChange(before, after, key)),
    edges: { added: beyond(after, before), removed: beyond(before, after) },
    about: PARTS.flatMap((field) => change(field, orNone(before[field]), orNone(after[field]))),
  };
}

/** @param {Difference} found @returns {boolean} whether people would walk differently */
export const isDecisive = ({ added, removed, changed, edges }) =>
  [added, removed, changed, edges.added, edges.removed].some((part) => part.length > 0);

/** @param {Flow} before @param {Flow} after @param {string} key @returns {NodeChange[]} */
function nodeChange(before, after, key) {
  const [old, now] = [nodeAt(before, key), nodeAt(after, key)];
  if (!old || !now || old === now) return [];
  const fields = [...new Set([...Object.keys(old.config), ...Object.keys(now.config)])].sort(compareText);
  const changes = [
    ...change("type", old.type, now.type),
    ...fields.flatMap((field) => change(`config/${field}`, own(old.config, field), own(now.config, field))),
  ];
  return changes.length ? [{ key, changes }] : [];
}

/** @param {Flow} flow @param {Flow} other @returns {Edge[]} edges that only `flow` has */
function beyond(flow, other) {
  const there = new Set(other.edges.map(edgeText));
  return flow.edges.filter((edge) => !there.has(edgeText(edge)));
}

/** @param {Edge} edge @returns {string} */
const edgeText = ({ from, port, to }) => JSON.stringify([from, port, to]);

/** @param {string} field @param {unknown} before @param {unknown} after @returns {Change[]} */
const change = (field, before, after) => (isSame(before, after) ? [] : [{ field, before, after }]);

/** @param {Readonly<Record<string, unknown>>} config @param {string} field @returns {unknown} */
const own = (config, field) => (Object.hasOwn(config, field) ? config[field] : undefined);

/** An empty part and none are the same. @param {unknown} part @returns {unknown} */
const orNone = (part) =>
  part === "" || (typeof part === "object" && part && !Object.keys(part).length) ? undefined : part;
