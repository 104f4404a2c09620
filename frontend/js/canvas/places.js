/** Where a step may be put: by dragging, by the plus, by keys. */

import { add, places } from "../builder/acts.js";
import { t } from "../kit/text.js";
import { edgeAt } from "../model/document.js";
import { toast } from "../ui/Toast.js";
import { rowsIn } from "./drawn.js";
import { plugId } from "./geometry/plugs.js";
import { remember } from "./steps.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {NodeType, Point, PortRef} from "../model/types.js" */
/** @import {Stage} from "./stage.js" */

/**
 * Return the ports after which it may be put. What people come in by stands at the beginning; what ends the way is not
 * put before something.
 * @param {Editor} editor @param {{type: NodeType} | {key: string}} what a new node, or one that is there
 * @returns {Map<string, PortRef>} by "from/port"
 */
export function legalPlaces(editor, what) {
  const type = "type" in what ? what.type : editor.typeOf(what.key);
  if (type?.is_entry) return new Map();
  const isEnd = "type" in what ? !what.type.ports.length : !editor.portsOf(what.key).length;
  const all = "type" in what ? places(editor) : places(editor, what.key);
  const legal = isEnd ? all.filter((ref) => !edgeAt(editor.flow, ref)) : all;
  return new Map(legal.map((ref) => [plugId(ref), ref]));
}

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

/**
 * Add a node where that makes most sense.
 * @param {Stage} stage @param {NodeType} type @param {{ref?: PortRef, at?: Point}} [where] said by the person
 */
export function addStep(stage, type, where = {}) {
  const { editor } = stage;
  const ref = where.ref ?? (where.at || type.is_entry ? undefined : bestPlace(editor, type));
  const isStranded = !ref && !where.at && !type.is_entry && Object.keys(editor.flow.nodes).length > 0;
  if (isStranded && !type.ports.length) {
    toast({ text: t("canvas.nothingOpen", { name: type.label }) });
    return;
  }
  remember(type.type);
  add(editor, type, { ...(ref && { ref }), ...(where.at && { at: where.at }) });
  stage.takeFocus();
}
