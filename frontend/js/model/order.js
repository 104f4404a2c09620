/** Orders: of text as Python sorts it, of ports, and of nodes as people walk. */

/** @import {Flow} from "./types.js" */

const FALLBACKS = ["no", "else", "timeout", "error"];

/**
 * Compare by code points. (`<` compares UTF-16 units, which puts emoji before "ﾟ".)
 * @param {string} a @param {string} b @returns {number}
 */
export function compareText(a, b) {
  const most = Math.min(a.length, b.length);
  for (let n = 0; n < most; n++) {
    const [left, right] = [a.charCodeAt(n), b.charCodeAt(n)];
    if (left !== right)
      return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

/** @param {number} unit @returns {boolean} */
const isSurrogate = (unit) => unit >= 0xd800 && unit < 0xe000;

/**
 * Compare ports: alphabetical, what happens otherwise last.
 * @param {string} a @param {string} b @returns {number}
 */
export const comparePorts = (a, b) =>
  Number(FALLBACKS.includes(a)) - Number(FALLBACKS.includes(b)) || compareText(a, b);

/**
 * Return node keys in the order in which a file holds them: each after everything that leads to it.
 * @param {Flow} flow @returns {string[]}
 */
export function walkOrder(flow) {
  const follows = new Map(
    Object.keys(flow.nodes)
      .sort(compareText)
      .map((key) => [key, /** @type {string[]} */ ([])]),
  );
  const edges = [...flow.edges].sort((a, b) => comparePorts(a.port, b.port) || compareText(a.to, b.to));
  for (const edge of edges) if (follows.has(edge.to)) follows.get(edge.from)?.push(edge.to);
  const targets = new Set([...follows.values()].flat());
  const starts = [...follows.keys()];
  return inWalkingOrder(follows, [
    ...starts.filter((key) => !targets.has(key)),
    ...starts.filter((key) => targets.has(key)),
  ]);
}

/**
 * Order nodes topologically; an edge that closes a loop is left out of account.
 * @param {ReadonlyMap<string, readonly string[]>} follows the ways out of each node, first ways first
 * @param {readonly string[]} starts all nodes, those first that shall stand first
 * @returns {string[]}
 */
export function inWalkingOrder(follows, starts) {
  /** @type {string[]} */
  const done = [];
  const seen = new Set();
  // Backwards all the way: what is finished last stands first.
  for (const start of [...starts].reverse()) {
    if (seen.has(start)) continue;
    seen.add(start);
    const stack = [{ key: start, left: [...(follows.get(start) ?? [])] }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = top.left.pop();
      if (to === undefined) {
        done.push(top.key);
        stack.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        stack.push({ key: to, left: [...(follows.get(to) ?? [])] });
      }
    }
  }
  return done.reverse();
}
