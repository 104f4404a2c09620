/** What the server declares once: node types and what conditions can ask. Fetched once per visit. */

import { get } from "./http.js";

/** @import {NodeType} from "../model/types.js" */

/** @type {Map<string, Promise<any>>} */
const kept = new Map();

/** @param {string} path @returns {Promise<any>} */
function once(path) {
  const known = kept.get(path);
  if (known) return known;
  const asked = get(path);
  kept.set(path, asked);
  asked.catch(() => kept.delete(path));
  return asked;
}

/** @returns {Promise<ReadonlyMap<string, NodeType>>} by type, in the order of the palette */
export async function nodeTypes() {
  const types = /** @type {NodeType[]} */ (await once("/node-types"));
  return new Map(types.map((type) => [type.type, type]));
}

/** @returns {Promise<any>} {subjects, operators, of_totals} */
export const conditionTypes = () => once("/condition-types");
