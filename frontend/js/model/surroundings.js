/** Commands on what leaves no trace in a version: the journey's words, its notes, and where cards stand. */

import { nodeAt, placeOf } from "./document.js";

/** @import {Flow, Note, Point} from "./types.js" */

/**
 * Change the name or the description.
 * @param {Flow} flow @param {{name?: string, description?: string}} words @returns {Flow}
 */
export function rename(flow, { name = flow.name, description = flow.description }) {
  if (name === flow.name && description === flow.description) return flow;
  return { ...flow, ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
}

/** @param {Flow} flow @param {Note} note @returns {Flow} */
export const addNote = (flow, { text, at }) => ({ ...flow, notes: [...(flow.notes ?? []), { text, at }] });

/**
 * Change what a note says or where it stands.
 * @param {Flow} flow @param {{index: number, text?: string, at?: Point}} args @returns {Flow}
 */
export function changeNote(flow, { index, text, at }) {
  const old = flow.notes?.[index];
  if (!old) return flow;
  const note = { text: text ?? old.text, at: at ?? old.at };
  if (note.text === old.text && isAt(note.at, old.at)) return flow;
  return { ...flow, notes: (flow.notes ?? []).map((other) => (other === old ? note : other)) };
}

/** @param {Flow} flow @param {{index: number}} args @returns {Flow} */
export function removeNote(flow, { index }) {
  return flow.notes?.[index] ? { ...flow, notes: flow.notes.filter((_, n) => n !== index) } : flow;
}

/**
 * Put cards where somebody wants them; from then on the journey remembers it.
 * @param {Flow} flow @param {{places: Readonly<Record<string, Point>>}} args @returns {Flow}
 */
export function place(flow, { places }) {
  const moved = Object.entries(places).filter(([key, at]) => nodeAt(flow, key) && !isAt(at, placeOf(flow, key)));
  return moved.length ? { ...flow, layout: { ...flow.layout, ...Object.fromEntries(moved) } } : flow;
}

/**
 * Forget where cards were put, so that they stand where the layout has them.
 * @param {Flow} flow @param {{keys?: Iterable<string>}} [args] without keys: all @returns {Flow}
 */
export function tidy(flow, { keys } = {}) {
  const { layout, ...rest } = flow;
  if (!layout) return flow;
  const freed = new Set(keys ?? Object.keys(layout));
  const kept = Object.entries(layout).filter(([key]) => !freed.has(key));
  if (kept.length === Object.keys(layout).length && kept.length) return flow;
  return kept.length ? { ...rest, layout: Object.fromEntries(kept) } : rest;
}

/** @param {Point} a @param {Point | undefined} b @returns {boolean} */
const isAt = (a, b) => b !== undefined && a[0] === b[0] && a[1] === b[1];
