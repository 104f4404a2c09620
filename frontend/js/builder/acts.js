/** What a person can do to a journey: by mouse, by keys, in the outline, from a menu. All of it can be undone. */

import { copyText, readFragment } from "../model/clipboard.js";
import { addNode, changeConfig, insertOnEdge, moveNode, placesFor, removeNodes } from "../model/commands.js";
import { edgeAt, newKey, nodeAt, portsIn } from "../model/document.js";
import { duplicate, fragmentOf, freshKeys, graft, hasRoomFor } from "../model/graft.js";
import { LABELS } from "../model/history.js";
import { walkOrder } from "../model/order.js";
import { connect, disconnect, reconnect } from "../model/wiring.js";

/** @import {Editor} from "./editor.js" */
/** @import {Edge, Fragment, NodeType, Point, PortRef} from "../model/types.js" */

/**
 * Settings of a new node: those that its type's schema has a default for.
 * @param {NodeType} type @returns {Record<string, unknown>}
 */
export function startingConfig(type) {
  const properties = /** @type {Record<string, {default?: unknown}>} */ (type.schema["properties"] ?? {});
  const given = Object.entries(properties).filter(
    ([, field]) => field.default !== undefined && field.default !== null,
  );
  return Object.fromEntries(given.map(([name, field]) => [name, field.default]));
}

/**
 * Add a node: between a port and what follows it, after an open port, or unconnected (at `at`). Its settings open.
 * @param {Editor} editor @param {NodeType} type @param {{ref?: PortRef, at?: Point}} [where] @returns {string} its key
 */
export function add(editor, type, { ref, at } = {}) {
  const key = newKey(editor.flow, type.label);
  const node = { key, type: type.type, config: startingConfig(type), ...(at && { at }) };
  const outlet = type.ports[0]?.key;
  editor.run(
    LABELS.added(type.label),
    (flow) => {
      if (!ref) return addNode(flow, node);
      if (!edgeAt(flow, ref)) return addNode(flow, { ...node, after: ref });
      return insertOnEdge(flow, { ...node, edge: ref, ...(outlet !== undefined && { outlet }) });
    },
    { choose: [key], panel: key },
  );
  editor.say(ref ? `${type.label}, added after ${editor.nameOf(ref.from)}` : `${type.label}, added`);
  return key;
}

/** @param {Editor} editor @param {Iterable<string>} [keys] none: what is chosen */
export function remove(editor, keys = editor.state.get().chosen) {
  const gone = [...keys].filter((key) => nodeAt(editor.flow, key));
  if (!gone.length) {
    const { edge } = editor.state.get();
    if (edge) cut(editor, edge);
    return;
  }
  const label = LABELS.deleted(gone.map((key) => editor.nameOf(key)));
  const next = edgeInto(editor, gone[0] ?? "")?.from;
  const { portsOf } = editor;
  editor.run(label, (flow) => removeNodes(flow, { keys: gone, portsOf }), {
    choose: next !== undefined && !gone.includes(next) ? [next] : [],
    panel: null,
  });
  editor.say(label);
}

/** @param {Editor} editor @param {string} key */
const edgeInto = (editor, key) => editor.flow.edges.find((edge) => edge.to === key);

/** @param {Editor} editor @param {string} key @param {Readonly<Record<string, unknown>>} changes @param {string} [field] typed in */
export function configure(editor, key, changes, field) {
  editor.run(LABELS.changed(editor.nameOf(key)), (flow) => changeConfig(flow, { key, changes }), {
    ...(field !== undefined && { field: `${key}/${field}` }),
  });
}

/** @param {Editor} editor @param {string} [key] @returns {PortRef[]} where the node may be put; no key: a new one */
export const places = (editor, key) =>
  key === undefined ? placesFor(editor.flow, editor.portsOf) : placesFor(editor.flow, editor.portsOf, key);

/** @param {Editor} editor @param {string} key @param {PortRef} edge */
export function move(editor, key, edge) {
  const { portsOf } = editor;
  editor.run(LABELS.moved([editor.nameOf(key)]), (flow) => moveNode(flow, { key, edge, portsOf }), {
    choose: [key],
  });
  editor.say(`${editor.nameOf(key)}, moved after ${editor.nameOf(edge.from)}`);
}

/**
 * Move several steps as they hang together. What they led to outside goes on without them.
 * @param {Editor} editor @param {readonly string[]} keys @param {PortRef} edge of a step that is not among them
 */
export function moveTogether(editor, keys, edge) {
  const [only = "", ...others] = keys;
  if (!others.length) return move(editor, only, edge);
  const { flow: old, portsOf } = editor;
  const fragment = fragmentOf(old, keys);
  const same = new Map(Object.keys(fragment.nodes).map((key) => [key, key]));
  const label = LABELS.moved([...same.keys()].map((key) => editor.nameOf(key)));
  const by = /** @type {const} */ ([0, 0]);
  editor.run(
    label,
    (flow) => graft(removeNodes(flow, { keys, portsOf }), { fragment, keys: same, edge, portsOf, by }),
    {
      choose: keys,
    },
  );
  editor.say(label);
}

/** @param {Editor} editor @param {Edge} edge */
export function join(editor, edge) {
  const label = LABELS.connected(editor.nameOf(edge.from), editor.nameOf(edge.to));
  editor.run(label, (flow) => connect(flow, edge));
  editor.say(label);
}

/** @param {Editor} editor @param {PortRef} edge @param {{to?: string, start?: PortRef}} change */
export function rejoin(editor, edge, change) {
  const to = change.to ?? edgeAt(editor.flow, edge)?.to ?? "";
  const label = LABELS.connected(editor.nameOf(change.start?.from ?? edge.from), editor.nameOf(to));
  editor.run(label, (flow) => reconnect(flow, { edge, ...change }));
  editor.say(label);
}

/** @param {Editor} editor @param {PortRef} ref */
export function cut(editor, ref) {
  const to = edgeAt(editor.flow, ref)?.to;
  if (to === undefined) return;
  const label = LABELS.disconnected(editor.nameOf(ref.from), editor.nameOf(to));
  editor.run(label, (flow) => disconnect(flow, ref));
  editor.say(label);
}

/** @param {Editor} editor @param {Iterable<string>} [keys] none: what is chosen */
export function double(editor, keys = editor.state.get().chosen) {
  const fragment = fragmentOf(editor.flow, keys);
  if (!Object.keys(fragment.nodes).length || !hasRoomFor(editor.flow, fragment)) return;
  const fresh = freshKeys(editor.flow, fragment);
  const { portsOf } = editor;
  const label = LABELS.duplicated([...fresh.keys()].map((key) => editor.nameOf(key)));
  editor.run(label, (flow) => duplicate(flow, { keys: fresh, portsOf }), { choose: fresh.values() });
  editor.say(label);
}

/** @param {Editor} editor @returns {string} what is chosen, as text for the clipboard; empty when nothing is */
export const copied = (editor) =>
  editor.state.get().chosen.size ? copyText(editor.flow, editor.state.get().chosen) : "";

/**
 * Paste text from the clipboard: after the chosen edge or node where there is one, otherwise unconnected.
 * Throws NotPasted, with a sentence for people.
 * @param {Editor} editor @param {string} text
 */
export function paste(editor, text) {
  const fragment = readFragment(text);
  if (!hasRoomFor(editor.flow, fragment)) throw new RangeError("Together they would be more than 500 steps.");
  const keys = freshKeys(editor.flow, fragment);
  const edge = placeToPaste(editor);
  const label = LABELS.pasted(
    walkOrder({ format: "towpath.flow/1", ...fragment }).map((key) => typeLabel(editor, fragment, key)),
  );
  const told = editor.state.get().report?.ports;
  editor.run(
    label,
    (flow) => {
      const portsOf = portsIn(graft(flow, { fragment, keys }), editor.types, told);
      return graft(flow, { fragment, keys, portsOf, ...(edge && { edge }) });
    },
    { choose: keys.values(), panel: null },
  );
  editor.say(label);
}

/** @param {Editor} editor @returns {PortRef | undefined} */
function placeToPaste(editor) {
  const { edge, chosen } = editor.state.get();
  if (edge) return edge;
  const [key, ...others] = chosen;
  if (key === undefined || others.length) return undefined;
  const [port] = editor.portsOf(key);
  return port && { from: key, port: port.key };
}

/** @param {Editor} editor @param {Fragment} fragment @param {string} key */
const typeLabel = (editor, fragment, key) => {
  const type = fragment.nodes[key]?.type ?? key;
  return editor.types.get(type)?.label ?? type;
};
