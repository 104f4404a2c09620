/** Notes: remarks that stick to the canvas and change nothing about the journey. */

import { useEffect, useRef } from "react";
import { useEditor, useFlow } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { changeNote } from "../model/surroundings.js";
import { Button } from "../ui/Button.js";
import { removeNoteAt } from "./noteMoves.js";
import { useStage, useUi } from "./useStage.js";

/** @import {KeyboardEvent} from "react" */
/** @import {Note} from "../model/types.js" */

export function Notes() {
  const flow = useFlow();
  const chosen = useUi((ui) => ui.note);
  const isWriting = useUi((ui) => ui.isWriting);
  const moving = useUi((ui) => ui.noteMoving);
  return html`<div className="notes">
    ${(flow.notes ?? []).map((note, index) =>
      h(Sticky, {
        key: index,
        index,
        note: moving?.index === index ? { ...note, at: moving.at } : note,
        isChosen: chosen === index,
        isWriting: chosen === index && isWriting,
      }),
    )}
  </div>`;
}

/** @param {{note: Note, index: number, isChosen: boolean, isWriting: boolean}} props */
function Sticky({ note, index, isChosen, isWriting }) {
  const stage = useStage();
  const { isReadOnly } = useEditor();
  const [x, y] = note.at;
  const write = () => !isReadOnly && stage.put({ note: index, isWriting: true });
  return html`<div className=${isChosen ? "sticky is-chosen" : "sticky"} data-note=${index} role="note" aria-label=${t("canvas.note.label")}
      style=${{ transform: `translate(${x}px, ${y}px)` }} onDoubleClick=${write}>
    ${isWriting ? h(Writing, { index, text: note.text }) : html`<p dir="auto">${note.text || html`<em>${t("canvas.note.empty")}</em>`}</p>`}
    ${
      isChosen &&
      !isReadOnly &&
      !isWriting &&
      html`<span className="sticky-tools" data-aside>
        ${h(Button, { kind: "plain", small: true, icon: "pencil", label: t("canvas.note.edit"), onClick: write })}
        ${h(Button, { kind: "plain", small: true, icon: "trash-2", label: t("canvas.note.remove"), onClick: () => removeNoteAt(stage, index) })}
      </span>`
    }
  </div>`;
}

/** @param {{index: number, text: string}} props */
function Writing({ index, text }) {
  const stage = useStage();
  const editor = useEditor();
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  useEffect(() => {
    const field = area.current;
    field?.focus({ preventScroll: true });
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);
  const change = (/** @type {{target: {value: string}}} */ { target }) =>
    editor.run(t("canvas.note.changed"), (flow) => changeNote(flow, { index, text: target.value }), {
      field: `notes/${index}`,
    });
  const end = () => stage.put({ isWriting: false });
  const press = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    end();
    stage.takeFocus();
  };
  return html`<textarea ref=${area} className="nowheel" dir="auto" value=${text} rows="4" maxLength="2000" aria-label=${t("canvas.note.text")}
    placeholder=${t("canvas.note.placeholder")} onChange=${change} onBlur=${end} onKeyDown=${press} />`;
}
