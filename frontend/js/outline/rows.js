/** The rows of the outline as one walks through them: what is folded away, which are parents, where keys lead. */

/** @import {Row} from "../model/outline.js" */
/** @import {PortRef} from "../model/types.js" */

/** A row that is shown: `place` of `count` on its level, as a screen reader says it.
 * @typedef {{row: Row, id: string, isParent: boolean, isOpen: boolean, place: number, count: number}} Shown */

/**
 * Return a name for a row that stays while the journey changes around it.
 * @param {Row} row @returns {string}
 */
export function idOf(row) {
  if (row.kind === "step") return stepId(row.key);
  return `${row.kind === "way" ? "way" : "end"} ${row.from} ${row.port}`;
}

/** @param {string} key @returns {string} */
export const stepId = (key) => `step ${key}`;

/**
 * Return the port that a row is about: what is added there comes after it. A step stands for its only port.
 * @param {Row} row @param {(key: string) => readonly {key: string}[]} portsOf @returns {PortRef | null}
 */
export function portOf(row, portsOf) {
  if (row.kind !== "step") return { from: row.from, port: row.port };
  const [port, ...others] = portsOf(row.key);
  return port && !others.length ? { from: row.key, port: port.key } : null;
}

/**
 * @param {readonly Row[]} rows @param {ReadonlySet<string>} folded ids of parents whose rows are hidden @returns {Shown[]}
 */
export function shownRows(rows, folded) {
  /** @type {Shown[]} */
  const shown = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const [n, row] of rows.entries()) {
    if (row.level > hiddenBelow) continue;
    const id = idOf(row);
    const isParent = (rows[n + 1]?.level ?? 0) > row.level;
    const isOpen = isParent && !folded.has(id);
    hiddenBelow = isParent && !isOpen ? row.level : Number.POSITIVE_INFINITY;
    shown.push({ row, id, isParent, isOpen, place: 0, count: 0 });
  }
  return numbered(shown);
}

/**
 * Tell whether two rows look the same; what the step says is told apart elsewhere.
 * @param {Shown} a @param {Shown} b @returns {boolean}
 */
export function isSameRow(a, b) {
  if (a === b) return true;
  const isSame = a.id === b.id && a.isParent === b.isParent && a.isOpen === b.isOpen;
  return isSame && a.place === b.place && a.count === b.count && alike(a.row, b.row);
}

/** @param {Row} a @param {Row} b @returns {boolean} */
function alike(a, b) {
  if (a.kind !== b.kind || a.level !== b.level) return false;
  if (a.kind === "goesOn") return b.kind === "goesOn" && a.key === b.key;
  return a.kind !== "way" || (b.kind === "way" && a.label === b.label && a.tone === b.tone);
}

/** @param {Shown[]} shown @returns {Shown[]} */
function numbered(shown) {
  /** @type {Shown[][]} rows of each open level so far */
  const levels = [];
  const done = (/** @type {Shown[]} */ group) => {
    for (const [n, one] of group.entries()) Object.assign(one, { place: n + 1, count: group.length });
  };
  for (const one of shown) {
    for (const group of levels.splice(one.row.level + 1)) done(group ?? []);
    const group = levels[one.row.level] ?? [];
    group.push(one);
    levels[one.row.level] = group;
  }
  for (const group of levels) if (group) done(group);
  return shown;
}

/**
 * Return the row that holds a row.
 * @param {readonly Shown[]} shown @param {number} at @returns {number} -1 on the highest level
 */
export function parentOf(shown, at) {
  const level = shown[at]?.row.level ?? 0;
  for (let n = at - 1; n >= 0; n--) if ((shown[n]?.row.level ?? 0) < level) return n;
  return -1;
}

/**
 * Return the parents of a step, to be unfolded so that it is seen.
 * @param {readonly Row[]} rows @param {string} key @returns {string[]} their ids
 */
export function parentsOf(rows, key) {
  const at = rows.findIndex((row) => row.kind === "step" && row.key === key);
  /** @type {string[]} */
  const found = [];
  let level = rows[at]?.level ?? 0;
  for (let n = at - 1; n >= 0; n--) {
    const row = rows[n];
    if (!row || row.level >= level) continue;
    level = row.level;
    found.push(idOf(row));
  }
  return found;
}

/** @typedef {{go?: number, fold?: string, unfold?: string}} Move */

/**
 * Say what an arrow does in the tree: go to another row, fold or unfold one.
 * @param {readonly Shown[]} shown @param {number} at @param {string} key of the keyboard @returns {Move | null}
 */
export function moveBy(shown, at, key) {
  const here = shown[at];
  const last = shown.length - 1;
  if (!here) return shown.length ? { go: 0 } : null;
  if (key === "ArrowDown") return { go: Math.min(last, at + 1) };
  if (key === "ArrowUp") return { go: Math.max(0, at - 1) };
  if (key === "Home") return { go: 0 };
  if (key === "End") return { go: last };
  if (key === "ArrowRight") {
    if (!here.isParent) return { go: at };
    return here.isOpen ? { go: at + 1 } : { unfold: here.id };
  }
  if (key === "ArrowLeft") return here.isOpen ? { fold: here.id } : { go: Math.max(0, parentOf(shown, at)) };
  return null;
}
