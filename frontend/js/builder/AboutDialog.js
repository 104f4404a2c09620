/** The journey's name and description. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { LABELS } from "../model/history.js";
import { rename } from "../model/surroundings.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { TextField } from "../ui/Field.js";
import { useEditor, useFlow } from "./useEditor.js";

/** @param {{onClose: () => void}} props */
export function AboutDialog({ onClose }) {
  const editor = useEditor();
  const { name = "", description = "" } = useFlow();
  const put = (/** @type {{name?: string, description?: string}} */ words, /** @type {string} */ field) =>
    editor.run(LABELS.renamed(), (flow) => rename(flow, words), { field });
  return h(Dialog, {
    title: t("builder.about.title"),
    onClose,
    children: html`<div className="form">
      ${h(TextField, { label: t("builder.name"), value: name, maxLength: 200, onChange: (text) => put({ name: text }, "name") })}
      ${h(TextField, {
        label: t("builder.about.description"),
        hint: t("builder.about.hint"),
        rows: 5,
        optional: true,
        maxLength: 2000,
        value: description,
        onChange: (text) => put({ description: text }, "description"),
      })}
    </div>`,
    actions: h(Button, { kind: "primary", onClick: onClose }, t("ui.done")),
  });
}
