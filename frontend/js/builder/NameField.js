/** The journey's name, changed in place. */

import { useState } from "react";
import { html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { LABELS } from "../model/history.js";
import { rename } from "../model/surroundings.js";
import { useEdit, useEditor } from "./useEditor.js";

/** @import {ChangeEvent, KeyboardEvent} from "react" */

const LONGEST = 200;

export function NameField() {
  const editor = useEditor();
  const name = useEdit((state) => state.history.present.name) ?? "";
  const [before, setBefore] = useState(name);
  const title = html`<h1 className="visually-hidden">${name || t("builder.unnamed")}</h1>`;
  if (editor.isReadOnly) return html`${title}<p className="builder-title">${name || t("builder.unnamed")}</p>`;
  const put = (/** @type {string} */ text) =>
    editor.run(LABELS.renamed(), (flow) => rename(flow, { name: text }), { field: "name" });
  const onKey = (/** @type {KeyboardEvent<HTMLInputElement>} */ event) => {
    if (event.key === "Escape") put(before);
    if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
  };
  return html`${title}<input className="builder-title" value=${name} maxLength=${LONGEST} size=${Math.max(8, Math.min(name.length, 40))}
    aria-label=${t("builder.name")} placeholder=${t("builder.unnamed")} spellCheck="false" autoComplete="off"
    onFocus=${() => setBefore(name)} onKeyDown=${onKey}
    onChange=${(/** @type {ChangeEvent<HTMLInputElement>} */ event) => put(event.target.value)} />`;
}
