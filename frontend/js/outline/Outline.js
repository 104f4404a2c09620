/** The journey as a nested outline: everything that the canvas can do, by keyboard, screen reader and thumb. */

import { useMemo, useRef, useState } from "react";
import { useEditor } from "../builder/useEditor.js";
import { PointMenu } from "../canvas/PointMenu.js";
import { StepPicker } from "../canvas/StepPicker.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { pickerProps } from "./deeds.js";
import { pressed } from "./keys.js";
import { RowItem } from "./RowItem.js";
import { itemsOf } from "./rowMenu.js";
import { useClipboard } from "./useClipboard.js";
import { useTree } from "./useTree.js";

/** @import {KeyboardEvent} from "react" */
/** @import {Point} from "../model/types.js" */
/** @import {Row} from "../model/outline.js" */
/** @import {Picking} from "./deeds.js" */
/** @import {Asks} from "./RowItem.js" */

/** @typedef {{row: Row, anchor: Element, at: Point}} Pointed */

/** @param {{onPeople?: (node: string) => void}} props `onPeople` shows who stands at a step */
export function Outline({ onPeople }) {
  const editor = useEditor();
  const tree = useTree();
  const [picking, pick] = useState(/** @type {Picking | null} */ (null));
  const [menu, setMenu] = useState(/** @type {Pointed | null} */ (null));
  useClipboard(tree);
  const latest = useRef(tree);
  latest.current = tree;
  const asks = useMemo(
    () =>
      /** @type {Asks} */ ({
        goTo: (id, options) => latest.current.goTo(id, options),
        fold: (id, isFolded) => latest.current.fold(id, isFolded),
        pick,
        menu(row, anchor) {
          const { left, bottom } = anchor.getBoundingClientRect();
          setMenu({ row, anchor, at: [left, bottom + 4] });
        },
      }),
    [],
  );
  const isEmpty = !tree.shown.length;
  const comeBack = () => {
    if (document.activeElement === document.body || document.activeElement?.closest("[popover]")) tree.takeFocus();
  };
  return html`<div className="outline">
    ${isEmpty && html`<p className="outline-empty">${t(editor.isReadOnly ? "outline.nothing" : "outline.empty")}</p>`}
    <ul ref=${tree.list} role="tree" aria-label=${t("outline.label")} aria-multiselectable="true" className="outline-list" hidden=${isEmpty}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => pressed(event, { editor, tree, pick }) && event.preventDefault()}>
      ${tree.shown.map((one) => h(RowItem, { key: one.id, one, isHere: one.id === tree.at, asks }))}
    </ul>
    ${
      !editor.isReadOnly &&
      html`<div className="outline-foot">${h(
        Button,
        {
          kind: isEmpty ? "primary" : "quiet",
          small: !isEmpty,
          icon: "plus",
          onClick: (event) => pick({ anchor: event.currentTarget, ref: null }),
        },
        t(isEmpty ? "outline.firstStart" : "outline.anotherStart"),
      )}</div>`
    }
    ${
      picking &&
      h(
        StepPicker,
        pickerProps(editor, picking, () => {
          pick(null);
          comeBack();
        }),
      )
    }
    ${
      menu &&
      h(PointMenu, {
        at: menu.at,
        items: itemsOf(menu.row, {
          editor,
          tree,
          pick: (what) => pick({ ...what, anchor: menu.anchor }),
          onPeople,
        }),
        onClose: () => {
          setMenu(null);
          comeBack();
        },
      })
    }
  </div>`;
}
