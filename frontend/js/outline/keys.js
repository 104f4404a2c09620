/** The keys of the outline. */

import { disconnect, duplicate, removeAt, shove } from "./deeds.js";
import { moveBy, portOf } from "./rows.js";
import { rowIn } from "./useTree.js";

/** @import {KeyboardEvent} from "react" */
/** @import {Editor} from "../builder/editor.js" */
/** @import {Picking} from "./deeds.js" */
/** @import {Tree} from "./useTree.js" */

/** @typedef {{editor: Editor, tree: Tree, pick: (picking: Picking) => void}} Hands */

const WAYS = /** @type {Record<string, "up" | "down" | "left" | "right">} */ ({
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
});

/** @param {KeyboardEvent} event @param {Hands} hands @returns {boolean} whether the key was for the outline */
export function pressed(event, hands) {
  if (!(event.target instanceof Element) || event.target.getAttribute("role") !== "treeitem") return false;
  const isMod = event.ctrlKey || event.metaKey;
  if (event.altKey) return !isMod && withAlt(event.key, hands);
  return isMod ? withMod(event.key, hands) : plain(event, hands);
}

/** @param {Hands} hands */
function here({ tree }) {
  const at = tree.shown.findIndex((one) => one.id === tree.at);
  return { at, one: tree.shown[at] };
}

/** @param {string} key @param {Hands} hands */
function withAlt(key, hands) {
  const way = WAYS[key];
  const row = here(hands).one?.row;
  if (!way || row?.kind !== "step" || hands.editor.isReadOnly) return Boolean(way);
  shove(hands.editor, row.key, way);
  hands.tree.takeFocus();
  return true;
}

/** @param {string} key @param {Hands} hands */
function withMod(key, { editor, tree }) {
  if (key.toLowerCase() === "a") editor.choose(Object.keys(editor.flow.nodes));
  else if (key.toLowerCase() === "d") duplicate(editor);
  else return false;
  tree.takeFocus();
  return true;
}

/** @param {KeyboardEvent} event @param {Hands} hands */
function plain({ key, shiftKey }, hands) {
  const { editor, tree, pick } = hands;
  const { at, one } = here(hands);
  if (key === "F10" && shiftKey) return openMenu(tree);
  if (key === "ContextMenu") return openMenu(tree);
  const move = moveBy(tree.shown, at, key);
  if (move?.go !== undefined) tree.goTo(tree.shown[move.go]?.id ?? tree.at, { isMore: shiftKey });
  if (move?.fold) tree.fold(move.fold, true);
  if (move?.unfold) tree.fold(move.unfold, false);
  if (move || !one) return move !== null;
  const { row } = one;
  const ref = portOf(row, editor.portsOf);
  const anchor = rowIn(tree.list.current)?.querySelector(".row-box") ?? null;
  const mayAdd = ref !== null && anchor !== null && !editor.isReadOnly;
  switch (key) {
    case "Enter":
      if (row.kind === "step") editor.open(row.key);
      else if (row.kind === "goesOn") tree.goTo(`step ${row.key}`);
      else if (mayAdd) pick({ anchor, ref });
      return true;
    case " ":
      if (row.kind === "step") toggle(editor, row.key);
      return true;
    case "+":
    case "Insert":
      if (mayAdd) pick({ anchor, ref });
      return true;
    case "Delete":
    case "Backspace":
      if (editor.isReadOnly) return true;
      if (row.kind === "step") removeAt(editor, row.key);
      else if (row.kind === "goesOn" && ref) disconnect(editor, ref);
      tree.takeFocus();
      return true;
    case "Escape":
      if (editor.state.get().panel === null) return false;
      editor.put({ panel: null });
      return true;
    default:
      return false;
  }
}

/** @param {Editor} editor @param {string} key */
export function toggle(editor, key) {
  const next = new Set(editor.state.get().chosen);
  if (!next.delete(key)) next.add(key);
  editor.choose(next);
}

/** @param {Tree} tree */
function openMenu(tree) {
  const button = rowIn(tree.list.current)?.querySelector(".row-more");
  if (button instanceof HTMLElement) button.click();
  return button !== null;
}
