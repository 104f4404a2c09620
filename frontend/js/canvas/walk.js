/** Ways of the keyboard: where a step can be moved to next, and what hangs below a step. */

import { edgeAt } from "../model/document.js";
import { of, TOP } from "../model/shape.js";
import { plugId } from "./geometry/plugs.js";
import { legalPlaces } from "./legal.js";
import { rowsIn } from "./rows.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {PortRef} from "../model/types.js" */

/** @typedef {"up" | "down" | "left" | "right"} Way */

/**
 * Return the next place for a step in a direction: before the step above it, after the one below, on the way beside.
 * @param {Editor} editor @param {string} key @param {Way} way @returns {PortRef | undefined}
 */
export function slotTowards(editor, key, way) {
  const ref = way === "up" ? above(editor, key) : way === "down" ? below(editor, key) : beside(editor, key, way);
  return ref && legalPlaces(editor, { key }).has(plugId(ref)) ? ref : undefined;
}

/** @param {Editor} editor @param {string} key @returns {PortRef | undefined} */
function above(editor, key) {
  const { ledBy } = editor.drawing.shape;
  const [edge] = of(ledBy, key);
  const [before] = edge ? of(ledBy, edge.from) : [];
  return before && { from: before.from, port: before.port };
}

/** @param {Editor} editor @param {string} key @returns {PortRef | undefined} */
function below(editor, key) {
  const [edge] = of(editor.drawing.shape.forward, key);
  if (!edge) return undefined;
  const ports = editor.portsOf(edge.to);
  const led = ports.find((port) => edgeAt(editor.flow, { from: edge.to, port: port.key })) ?? ports[0];
  return led && { from: edge.to, port: led.key };
}

/** @param {Editor} editor @param {string} key @param {"left" | "right"} way @returns {PortRef | undefined} */
function beside(editor, key, way) {
  const steps = new Map(rowsIn(editor).flatMap((row) => (row.kind === "step" ? [[row.key, row]] : [])));
  for (let row = steps.get(key); row && row.within !== TOP; row = steps.get(row.within)) {
    const ports = editor.portsOf(row.within).map((port) => port.key);
    const port = ports[ports.indexOf(row.port) + (way === "left" ? -1 : 1)];
    if (port !== undefined) return { from: row.within, port };
  }
  return undefined;
}

/**
 * Return a step and all that is reached only through it.
 * @param {Editor} editor @param {string} key @returns {string[]}
 */
export function withBelow(editor, key) {
  const { order, home } = editor.drawing.shape;
  const inside = new Set([key]);
  for (const other of order) if (inside.has(home.get(other) ?? TOP)) inside.add(other);
  return [...inside];
}
