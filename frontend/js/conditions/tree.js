/** Changing a condition: (condition, where, …) → condition. What does not change is shared. */

import { groupOf, isBlank } from "./shape.js";

/** @import {Group, Node, Path} from "./shape.js" */

/** @param {Node} root @param {Path} path @returns {any} */
export const at = (root, path) => path.reduce((/** @type {any} */ part, key) => part?.[key], root);

/** @param {Path} path @returns {string} as a JSON pointer: "/all/0" */
export const pointer = (path) =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/**
 * Put something else in a place.
 * @param {any} root @param {Path} path @param {unknown} part @returns {any}
 */
export function put(root, path, part) {
  const [key, ...rest] = path;
  if (key === undefined) return part;
  const next = put(root[key], rest, part);
  if (Array.isArray(root)) return root.map((other, n) => (n === key ? next : other));
  return { ...root, [key]: next };
}

/**
 * Add a part at the end of a group. What is no group yet becomes one.
 * @param {Node} root @param {Path} path of the group @param {Node} part
 * @returns {{root: Node, path: Path}} `path`: where the part stands
 */
export function add(root, path, part) {
  const here = at(root, path) ?? {};
  const group = groupOf(here);
  if (!group) {
    const parts = isBlank(here) ? [part] : [here, part];
    return { root: put(root, path, { all: parts }), path: [...path, "all", parts.length - 1] };
  }
  const list = [...path, ...group.inner];
  return { root: put(root, list, [...group.parts, part]), path: [...list, group.parts.length] };
}

/**
 * Take a part out; a group that it leaves empty goes too.
 * @param {Node} root @param {Path} path @returns {Node}
 */
export function remove(root, path) {
  const { list, n, holder } = placeOf(path);
  if (n < 0) return {};
  const parts = at(root, list);
  if (parts.length === 1) return remove(root, holder);
  return put(root, list, without(parts, n));
}

/**
 * Put the same once more behind it.
 * @param {Node} root @param {Path} path @returns {{root: Node, path: Path}}
 */
export function duplicate(root, path) {
  const { list, n } = placeOf(path);
  const part = at(root, path);
  if (n < 0) return { root: { all: [part, part] }, path: ["all", 1] };
  const parts = at(root, list);
  return { root: put(root, list, [...parts.slice(0, n + 1), ...parts.slice(n)]), path: [...list, n + 1] };
}

/**
 * Put a part into a group of its own: of "any" inside "all", and the other way round.
 * @param {Node} root @param {Path} path @returns {{root: Node, path: Path}}
 */
export function wrap(root, path) {
  const kind = placeOf(path).list.at(-1) === "all" ? "any" : "all";
  return { root: put(root, path, { [kind]: [at(root, path)] }), path: [...path, kind, 0] };
}

/**
 * Tell whether the parts of a group can go into the group around it.
 * @param {Node} root @param {Path} path @returns {boolean}
 */
export function mayUnwrap(root, path) {
  const kind = groupOf(at(root, path))?.kind;
  return path.length > 0 && (kind === "all" || kind === "any");
}

/**
 * Put the parts of a group into the group around it.
 * @param {Node} root @param {Path} path @returns {Node}
 */
export function unwrap(root, path) {
  const { list, n } = placeOf(path);
  const parts = groupOf(at(root, path))?.parts ?? [];
  const around = at(root, list);
  return put(root, list, [...around.slice(0, n), ...parts, ...around.slice(n + 1)]);
}

/**
 * Move a part up or down among its neighbours.
 * @param {Node} root @param {Path} path @param {-1 | 1} step @returns {{root: Node, path: Path}}
 */
export function move(root, path, step) {
  const { list, n } = placeOf(path);
  const parts = n < 0 ? [] : at(root, list);
  if (n + step < 0 || n + step >= parts.length) return { root, path };
  const next = [...parts];
  [next[n], next[n + step]] = [next[n + step], next[n]];
  return { root: put(root, list, next), path: [...list, n + step] };
}

/**
 * Say how the parts of a group count.
 * @param {Node} root @param {Path} path @param {Group["kind"]} kind @returns {Node}
 */
export function setKind(root, path, kind) {
  const here = at(root, path);
  const parts = groupOf(here)?.parts ?? (isBlank(here) ? [] : [here]);
  return put(root, path, kind === "not-all" ? { not: { all: parts } } : { [kind]: parts });
}

/**
 * Take apart the path of a part: the list in which it stands, its place there, and the group that holds the list.
 * @param {Path} path @returns {{list: Path, n: number, holder: Path}} `n` is -1 at the root
 */
export function placeOf(path) {
  const n = path.at(-1);
  if (typeof n !== "number") return { list: [], n: -1, holder: [] };
  const list = path.slice(0, -1);
  const outer = list.slice(0, -1);
  return { list, n, holder: outer.at(-1) === "not" ? outer.slice(0, -1) : outer };
}

/** @param {readonly Node[]} parts @param {number} n */
const without = (parts, n) => parts.filter((_, other) => other !== n);
