/** The journey as a nested outline: everything that the canvas can do, by keyboard, screen reader and thumb. */

import { useState } from "react";
import { useEditor } from "../builder/useEditor.js";
import { StepPicker } from "../canvas/StepPicker.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { pickerProps } from "./deeds.js";
import { pressed } from "./keys.js";
import { RowItem } from "./RowItem.js";
import { useClipboard } from "./useClipboard.js";
import { useTree } from "./useTree.js";

/** @import {KeyboardEvent} from "react" */
/** @import {Picking} from "./deeds.js" */

/** @param {{onPeople?: (node: string) => void}} props `onPeople` shows who stands at a step */
export function Outline({ onPeople }) {
  const editor = useEditor();
  const tree = useTree();
  const [picking, pick] = useState(/** @type {Picking | null} */ (null));
  useClipboard(tree);
  const hands = { editor, tree, pick, onPeople };
  const isEmpty = !tree.shown.length;
  const close = () => {
    pick(null);
    if (document.activeElement === document.body || document.activeElement?.closest(".step-picker"))
      tree.takeFocus();
  };
  return html`<div className="outline">
    ${isEmpty && html`<p className="outline-empty">${t(editor.isReadOnly ? "outline.nothing" : "outline.empty")}</p>`}
    <ul ref=${tree.list} role="tree" aria-label=${t("outline.label")} aria-multiselectable="true" className="outline-list" hidden=${isEmpty}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => pressed(event, hands) && event.preventDefault()}>
      ${tree.shown.map((one) => h(RowItem, { key: one.id, one, hands }))}
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
    ${picking && h(StepPicker, pickerProps(editor, picking, close))}
  </div>`;
}
