/** What the menu of a row offers. */

import { t } from "../kit/text.js";
import { edgeAt, edgesTo } from "../model/document.js";
import { copyByMenu, disconnect, duplicate, pasteByMenu, removeAt, shove } from "./deeds.js";
import { portOf } from "./rows.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {Row} from "../model/outline.js" */
/** @import {Item} from "../ui/Menu.js" */
/** @import {Picking} from "./deeds.js" */
/** @import {Tree} from "./useTree.js" */

/**
 * @param {Row} row
 * @param {{editor: Editor, tree: Tree, pick: (picking: Omit<Picking, "anchor">) => void,
 *   onPeople?: ((key: string) => void) | undefined}} hands @returns {Item[]}
 */
export function itemsOf(row, hands) {
  if (row.kind === "step") return ofStep(row.key, row, hands);
  const { editor, tree, pick } = hands;
  const ref = portOf(row, editor.portsOf);
  const to = ref && edgeAt(editor.flow, ref)?.to;
  /** @type {Item[]} */
  const goTo =
    row.kind === "goesOn"
      ? [{ label: t("outline.goTo"), icon: "corner-down-right", onClick: () => tree.goTo(`step ${row.key}`) }]
      : [];
  if (editor.isReadOnly || !ref) return goTo;
  return [
    { label: t("outline.addHere"), icon: "plus", keys: "+", onClick: () => pick({ ref }) },
    { label: t("outline.connect"), icon: "link", onClick: () => pick({ ref, page: "existing" }) },
    ...goTo,
    ...(to
      ? /** @type {Item[]} */ ([
          "line",
          {
            label: t("outline.disconnect"),
            icon: "unlink",
            isDanger: true,
            onClick: () => disconnect(editor, ref),
          },
        ])
      : []),
  ];
}

/**
 * @param {string} key @param {Row} row @param {Parameters<typeof itemsOf>[1]} hands @returns {Item[]}
 */
function ofStep(key, row, { editor, tree, pick, onPeople }) {
  const ref = portOf(row, editor.portsOf);
  const here = (/** @type {() => void} */ act) => () => {
    if (!editor.state.get().chosen.has(key)) editor.choose([key]);
    act();
    tree.takeFocus();
  };
  /** @type {Item[]} */
  const looks = [
    { label: t("outline.settings"), icon: "settings", keys: "Enter", onClick: () => editor.open(key) },
    ...(onPeople && editor.state.get().counts
      ? [{ label: t("outline.people"), icon: "users", onClick: () => onPeople(key) }]
      : []),
  ];
  const copies = { label: t("outline.copy"), icon: "copy", onClick: here(() => copyByMenu("copy")) };
  if (editor.isReadOnly) return [...looks, copies];
  const before = edgesTo(editor.flow, key);
  const [only] = before;
  return [
    ...looks,
    ...(ref
      ? [
          { label: t("outline.addAfter"), icon: "plus", keys: "+", onClick: () => pick({ ref }) },
          { label: t("outline.connect"), icon: "link", onClick: () => pick({ ref, page: "existing" }) },
        ]
      : []),
    "line",
    { label: t("outline.moveUp"), icon: "arrow-up", keys: "Alt ↑", onClick: here(() => shove(editor, key, "up")) },
    {
      label: t("outline.moveDown"),
      icon: "arrow-down",
      keys: "Alt ↓",
      onClick: here(() => shove(editor, key, "down")),
    },
    ...(only && before.length === 1
      ? [{ label: t("outline.cutBefore"), icon: "unlink", onClick: here(() => disconnect(editor, only)) }]
      : []),
    "line",
    { label: t("outline.duplicate"), icon: "copy-plus", onClick: here(() => duplicate(editor)) },
    copies,
    { label: t("outline.cut"), icon: "scissors", onClick: here(() => copyByMenu("cut")) },
    ...(editor.portsOf(key).length
      ? [{ label: t("outline.paste"), icon: "clipboard-paste", onClick: here(() => void pasteByMenu(editor)) }]
      : []),
    "line",
    { label: t("outline.delete"), icon: "trash-2", isDanger: true, onClick: here(() => removeAt(editor, key)) },
  ];
}
