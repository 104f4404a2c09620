/** One row as an item of the tree: its words, and its actions for mouse and thumb; keys do the same. */

import { memo } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { toggle } from "./keys.js";
import { RowWords } from "./RowView.js";
import { isSameRow, portOf, stepId } from "./rows.js";
import { spokenOf } from "./words.js";

/** @import {MouseEvent} from "react" */
/** @import {State} from "../builder/editor.js" */
/** @import {Row} from "../model/outline.js" */
/** @import {Picking} from "./deeds.js" */
/** @import {Shown} from "./rows.js" */

/** What a row can ask the outline for; the same object all the time. `menu` opens beside a button.
 * @typedef {{goTo: (id: string, options?: {isMore?: boolean}) => void, fold: (id: string, isFolded: boolean) => void,
 *   pick: (picking: Picking) => void, menu: (row: Row, anchor: Element) => void}} Asks */

/** Deeper rows stand no further in: a phone is narrow. */
const DEEPEST = 12;

/** @param {{one: Shown, isHere: boolean, asks: Asks}} props */
function RowItemOf({ one, isHere, asks }) {
  const editor = useEditor();
  const { row, id, isParent, isOpen, place, count } = one;
  const spoken = useEdit((_, now) => spokenOf(now, row));
  const isChosen = useEdit((state) => row.kind === "step" && state.chosen.has(row.key));
  const mark = useEdit((state) => markOf(row, state));
  const note = useEdit((state) => (row.kind === "step" ? (state.overlay?.nodes[row.key]?.note ?? "") : ""));
  const click = (/** @type {MouseEvent} */ event) => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
    if (row.kind === "step" && (event.ctrlKey || event.metaKey)) toggle(editor, row.key);
    else asks.goTo(row.kind === "goesOn" ? stepId(row.key) : id, { isMore: event.shiftKey });
    if (row.kind === "step" && isPlain) editor.open(row.key);
  };
  return html`<li role="treeitem" tabIndex=${isHere ? 0 : -1} aria-level=${row.level}
      aria-posinset=${place} aria-setsize=${count} aria-expanded=${isParent ? isOpen : undefined}
      aria-selected=${isChosen} aria-label=${note ? `${spoken}. ${note}` : spoken} data-row=${id} onClick=${click}
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
        onClick: () => asks.fold(id, isOpen),
      })
    }</span>
    <span className="row-box">${h(RowWords, { row })}${note && html`<span className="row-note">${note}</span>`}</span>
    ${h(Actions, { row, asks })}
  </li>`;
}

export const RowItem = memo(
  RowItemOf,
  (old, now) => old.isHere === now.isHere && old.asks === now.asks && isSameRow(old.one, now.one),
);

/** @param {{row: Row, asks: Asks}} props */
function Actions({ row, asks }) {
  const editor = useEditor();
  const ref = portOf(row, editor.portsOf);
  const label = t(row.kind === "step" ? "outline.addAfter" : "outline.addHere");
  const add = (/** @type {MouseEvent<HTMLButtonElement>} */ { currentTarget: anchor }) =>
    ref && asks.pick({ ref, anchor });
  return html`<span className="row-actions">
    ${
      ref &&
      !editor.isReadOnly &&
      (row.kind === "open"
        ? h(Button, { small: true, icon: "plus", tabIndex: -1, onClick: add }, t("outline.add"))
        : h(Button, { kind: "plain", small: true, icon: "plus", label, tabIndex: -1, onClick: add }))
    }
    ${
      !(editor.isReadOnly && ["way", "open"].includes(row.kind)) &&
      h(Button, {
        kind: "plain",
        small: true,
        icon: "ellipsis",
        label: t("outline.more"),
        tabIndex: -1,
        className: "row-more",
        onClick: (event) => asks.menu(row, event.currentTarget),
      })
    }
  </span>`;
}

/** @param {Row} row @param {State} state @returns {string} classes of what is painted over it */
function markOf(row, { overlay }) {
  if (!overlay) return "";
  const own = row.kind === "step" ? overlay.nodes[row.key]?.tone : overlay.edges[`${row.from}/${row.port}`];
  if (own) return `mark-${own}`;
  return overlay.isDim ? "dim" : "";
}
