/** Where a step may be put, and what a connection may lead to. */

import { places } from "../builder/acts.js";
import { t } from "../kit/text.js";
import { edgeAt } from "../model/document.js";
import { plugId } from "./geometry/plugs.js";
import { rowsIn } from "./rows.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {NodeType, PortRef} from "../model/types.js" */

/**
 * Return the ports after which it may be put. What people come in by stands at the beginning; what ends the way is not
 * put before something.
 * @param {Editor} editor @param {{type: NodeType} | {key: string, keys?: readonly string[]}} what a new node, one that is
 *   there, or several that hang together
 * @returns {Map<string, PortRef>} by "from/port"
 */
export function legalPlaces(editor, what) {
  if ("keys" in what && what.keys && what.keys.length > 1) return placesOfMany(editor, new Set(what.keys));
  const type = "type" in what ? what.type : editor.typeOf(what.key);
  if (type?.is_entry) return new Map();
  const isEnd = "type" in what ? !what.type.ports.length : !editor.portsOf(what.key).length;
  const all = "type" in what ? places(editor) : places(editor, what.key);
  const legal = isEnd ? all.filter((ref) => !edgeAt(editor.flow, ref)) : all;
  return new Map(legal.map((ref) => [plugId(ref), ref]));
}

/** @param {Editor} editor @param {ReadonlySet<string>} keys @returns {Map<string, PortRef>} */
function placesOfMany(editor, keys) {
  const all = [...keys];
  if (all.some((key) => editor.typeOf(key)?.is_entry)) return new Map();
  const leadsOn = all.some((from) =>
    editor.portsOf(from).some((port) => !keys.has(edgeAt(editor.flow, { from, port: port.key })?.to ?? "")),
  );
  const legal = places(editor).filter((ref) => {
    const to = edgeAt(editor.flow, ref)?.to;
    return !keys.has(ref.from) && (to === undefined || (leadsOn && !keys.has(to)));
  });
  return new Map(legal.map((ref) => [plugId(ref), ref]));
}

/**
 * Tell whether a new node may be put after a port.
 * @param {Editor} editor @param {NodeType} type @param {PortRef} ref @returns {boolean}
 */
export const maySit = (editor, type, ref) =>
  !type.is_entry && (type.ports.length > 0 || !edgeAt(editor.flow, ref));

/**
 * Return why a connection may not lead from a port to a node; nothing when it may.
 * @param {Editor} editor @param {string} from @param {string} to @returns {string}
 */
export function refusalOf(editor, from, to) {
  if (from === to) return t("canvas.refusal.itself");
  if (editor.typeOf(to)?.is_entry) return t("canvas.refusal.entry");
  return "";
}

/** @param {Editor} editor @param {string} from @returns {string[]} the steps that a port of it may lead to */
export const joinable = (editor, from) =>
  rowsIn(editor).flatMap((row) => (row.kind === "step" && !refusalOf(editor, from, row.key) ? [row.key] : []));

/**
 * Return the port after which a new node best goes: the chosen edge, an open port of the chosen node or below it,
 * the first open port of all.
 * @param {Editor} editor @param {NodeType} type @returns {PortRef | undefined}
 */
export function bestPlace(editor, type) {
  const legal = legalPlaces(editor, { type });
  const { edge, chosen } = editor.state.get();
  if (edge && legal.has(plugId(edge))) return edge;
  const [key] = chosen;
  const ofChosen = chosen.size === 1 && key !== undefined ? portsOf(key) : [];
  const isOpen = (/** @type {PortRef} */ ref) => !edgeAt(editor.flow, ref);
  return ofChosen.find(isOpen) ?? ofChosen[0] ?? walked().find(isOpen);

  /** @param {string} from */
  function portsOf(from) {
    return editor
      .portsOf(from)
      .map((port) => ({ from, port: port.key }))
      .filter((ref) => legal.has(plugId(ref)));
  }
  function walked() {
    return rowsIn(editor).flatMap((row) => (row.kind === "step" ? portsOf(row.key) : []));
  }
}
