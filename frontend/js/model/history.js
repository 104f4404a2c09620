/** Undo and redo: snapshots of an immutable document, cheap because what did not change is shared. */

/** @import {Flow} from "./types.js" */

export const DEPTH = 200;
const TYPING_MS = 1000;

/** One thing that was done: what it was called, and the document on both sides of it.
 * @typedef {Readonly<{label: string, before: Flow, after: Flow}>} Step */

/** `typing` names the field that was typed in last, and when; the next letter there joins the same step.
 * @typedef {Readonly<{past: readonly Step[], present: Flow, future: readonly Step[],
 *   typing: Readonly<{field: string, at: number}> | null}>} History */

/** @param {Flow} flow @returns {History} */
export const startHistory = (flow) => ({ past: [], present: flow, future: [], typing: null });

/**
 * Note that something was done; nothing changed, nothing noted.
 * @param {History} history @param {Flow} flow
 * @param {{label: string, at: number, field?: string}} what `at` in milliseconds; `field` such as
 *   "wait/for" where somebody types: what follows there within a second is the same step
 * @returns {History}
 */
export function record(history, flow, { label, at, field }) {
  if (flow === history.present) return history;
  const typing = field === undefined ? null : { field, at };
  const last = history.past.at(-1);
  const isTyping =
    history.typing !== null && history.typing.field === field && at - history.typing.at <= TYPING_MS;
  const goesOn = isTyping ? last : undefined;
  const past = goesOn ? history.past.slice(0, -1) : history.past;
  const step = { label, before: goesOn?.before ?? history.present, after: flow };
  return { past: [...past, step].slice(-DEPTH), present: flow, future: [], typing };
}

/** @param {History} history @returns {History} */
export function undo(history) {
  const step = history.past.at(-1);
  if (!step) return history;
  return {
    past: history.past.slice(0, -1),
    present: step.before,
    future: [step, ...history.future],
    typing: null,
  };
}

/** @param {History} history @returns {History} */
export function redo(history) {
  const [step, ...future] = history.future;
  return step ? { past: [...history.past, step], present: step.after, future, typing: null } : history;
}

/** @param {History} history @returns {string | undefined} what undo would take back */
export const undoLabel = (history) => history.past.at(-1)?.label;

/** @param {History} history @returns {string | undefined} what redo would do again */
export const redoLabel = (history) => history.future[0]?.label;

/** Labels of steps, from the sentences that cards show. */
export const LABELS = Object.freeze({
  /** @param {string} name */
  added: (name) => `Added “${name}”`,
  /** @param {readonly string[]} names */
  deleted: (names) => `Deleted ${listed(names)}`,
  /** @param {readonly string[]} names */
  moved: (names) => `Moved ${listed(names)}`,
  /** @param {readonly string[]} names */
  duplicated: (names) => `Duplicated ${listed(names)}`,
  /** @param {readonly string[]} names */
  pasted: (names) => `Pasted ${listed(names)}`,
  /** @param {string} name */
  changed: (name) => `Changed “${name}”`,
  /** @param {string} from @param {string} to */
  connected: (from, to) => `Connected “${from}” to “${to}”`,
  /** @param {string} from @param {string} to */
  disconnected: (from, to) => `Disconnected “${from}” from “${to}”`,
  renamed: () => "Renamed the journey",
  noted: () => "Changed a note",
  tidied: () => "Tidied up",
});

/** @param {readonly string[]} names @returns {string} */
function listed([first = "", ...others]) {
  if (!others.length) return `“${first}”`;
  return `“${first}” and ${others.length} ${others.length === 1 ? "step" : "steps"}`;
}
