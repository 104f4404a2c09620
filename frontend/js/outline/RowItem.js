/** One row as an item of the tree: its words, and its actions for mouse and thumb; keys do the same. */

import { useRef } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Menu } from "../ui/Menu.js";
import { toggle } from "./keys.js";
import { RowWords } from "./RowView.js";
import { itemsOf } from "./rowMenu.js";
import { portOf } from "./rows.js";
import { spokenOf } from "./words.js";

/** @import {MouseEvent} from "react" */
/** @import {Editor, State} from "../builder/editor.js" */
/** @import {Row} from "../model/outline.js" */
/** @import {Picking} from "./deeds.js" */
/** @import {Shown} from "./rows.js" */
/** @import {Tree} from "./useTree.js" */

/** @typedef {{editor: Editor, tree: Tree, pick: (picking: Picking) => void,
 *   onPeople: ((node: string) => void) | undefined}} Hands */

/** Deeper rows stand no further in: a phone is narrow. */
const DEEPEST = 12;

/** @param {{one: Shown, hands: Hands}} props */
export function RowItem({ one, hands }) {
  const editor = useEditor();
  const { tree } = hands;
  const { row, id, isParent, isOpen, place, count } = one;
  const item = useRef(/** @type {HTMLLIElement | null} */ (null));
  // Sentences, problems and numbers come from these two.
  useEdit((state) => state.report);
  useEdit((state) => state.counts);
  const isChosen = useEdit((state) => row.kind === "step" && state.chosen.has(row.key));
  const mark = useEdit((state) => markOf(row, state));
  const note = useEdit((state) => (row.kind === "step" ? (state.overlay?.nodes[row.key]?.note ?? "") : ""));
  const click = (/** @type {MouseEvent} */ event) => {
    if (event.target instanceof Element && event.target.closest("button, [popover]")) return;
    if (row.kind === "step" && (event.ctrlKey || event.metaKey)) toggle(editor, row.key);
    else tree.goTo(row.kind === "goesOn" ? `step ${row.key}` : id, { isMore: event.shiftKey });
    if (row.kind === "step" && !event.shiftKey && !event.ctrlKey && !event.metaKey) editor.open(row.key);
  };
  return html`<li ref=${item} role="treeitem" tabIndex=${tree.at === id ? 0 : -1} aria-level=${row.level}
      aria-posinset=${place} aria-setsize=${count} aria-expanded=${isParent ? isOpen : undefined}
      aria-selected=${isChosen} aria-label=${note ? `${spokenOf(editor, row)}. ${note}` : spokenOf(editor, row)} data-row=${id} onClick=${click}
      className=${["outline-row", `is-${row.kind.toLowerCase()}`, isChosen && "chosen", mark].filter(Boolean).join(" ")}
      style=${{ "--level": Math.min(DEEPEST, row.level - 1) }}>
    <span className="row-twist">${
      isParent &&
      h(Button, {
        kind: "plain",
        small: true,
        tabIndex: -1,
        icon: isOpen ? "chevron-down" : "chevron-right",
        label: t(isOpen ? "outline.fold" : "outline.unfold"),
        onClick: () => tree.fold(id, isOpen),
      })
    }</span>
    <span className="row-box">${h(RowWords, { row })}${note && html`<span className="row-note">${note}</span>`}</span>
    ${h(Actions, { row, hands, item })}
  </li>`;
}

/** @param {{row: Row, hands: Hands, item: {current: Element | null}}} props */
function Actions({ row, hands, item }) {
  const { editor, tree, pick, onPeople } = hands;
  const ref = portOf(row, editor.portsOf);
  const open = (/** @type {Omit<Picking, "anchor">} */ what) => {
    const anchor = item.current?.querySelector(".row-box");
    if (anchor) pick({ ...what, anchor });
  };
  const label = t(row.kind === "step" ? "outline.addAfter" : "outline.addHere");
  const items = itemsOf(row, { editor, tree, pick: open, onPeople });
  return html`<span className="row-actions">
    ${
      ref &&
      !editor.isReadOnly &&
      (row.kind === "open"
        ? h(Button, { small: true, icon: "plus", tabIndex: -1, onClick: () => open({ ref }) }, t("outline.add"))
        : h(Button, {
            kind: "plain",
            small: true,
            icon: "plus",
            label,
            tabIndex: -1,
            onClick: () => open({ ref }),
          }))
    }
    ${items.length > 0 && h(Menu, { label: t("outline.more"), kind: "plain", small: true, tabIndex: -1, items })}
  </span>`;
}

/** @param {Row} row @param {State} state @returns {string} classes of what is painted over it */
function markOf(row, { overlay }) {
  if (!overlay) return "";
  const own = row.kind === "step" ? overlay.nodes[row.key]?.tone : overlay.edges[`${row.from}/${row.port}`];
  if (own) return `mark-${own}`;
  return overlay.isDim ? "dim" : "";
}
