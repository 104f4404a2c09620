/** The steps that there are to choose from: by group, by what somebody types, and what was used lately. */

import { storeOf } from "../kit/store.js";

/** @import {NodeType} from "../model/types.js" */
/** @import {Store} from "../kit/store.js" */

/** @typedef {{name: string, types: NodeType[]}} Group */

const KEPT = "towpath.recent-steps";
const MOST = 4;

/** @returns {readonly string[]} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((type) => typeof type === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Types used lately, the last one first. @type {Store<readonly string[]>} */
export const recent = storeOf(read());

/** @param {string} type */
export function remember(type) {
  recent.set([type, ...recent.get().filter((other) => other !== type)].slice(0, MOST));
  try {
    localStorage.setItem(KEPT, JSON.stringify(recent.get()));
  } catch {
    // Private windows may forbid it; then it is forgotten with the page.
  }
}

/**
 * Return the types by group, in the order of the palette.
 * @param {Iterable<NodeType>} types @param {{words?: string, only?: (type: NodeType) => boolean}} [options] @returns {Group[]}
 */
export function groupsOf(types, { words = "", only = () => true } = {}) {
  const groups = /** @type {Map<string, NodeType[]>} */ (new Map());
  for (const type of types) {
    if (!only(type) || !matches(words, type.label, type.help, type.group)) continue;
    groups.set(type.group, [...(groups.get(type.group) ?? []), type]);
  }
  return [...groups].map(([name, found]) => ({ name, types: found }));
}

/**
 * Tell whether each of the words begins a word somewhere in the texts.
 * @param {string} words @param {readonly string[]} texts @returns {boolean}
 */
export function matches(words, ...texts) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const found = ` ${plain(texts.join(" "))}`;
  return wanted.every((word) => found.includes(` ${word}`) || (word.length > 3 && found.includes(word)));
}

/** @param {string} text @returns {string} in small letters, without accents and marks */
const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ");
