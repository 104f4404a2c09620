/** Making a topic on the spot. */

import { useId, useState } from "react";
import { change } from "../../api/http.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { useSaving } from "../useSaving.js";

/** @import {MadeInDialog} from "../kinds.js" */

/** @param {MadeInDialog} props */
export function TopicDialog({ words = "", onClose, onSaved }) {
  const id = useId();
  const [name, setName] = useState(words);
  const [description, setDescription] = useState("");
  const { isSaving, errorAt, submit } = useSaving(async () => {
    const made = await change("POST", "/topics", { name: name.trim(), description: description.trim() });
    onSaved(made.slug);
  });
  return h(Dialog, {
    title: t("forms.topic.title"),
    size: "small",
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: id, busy: isSaving, disabled: !name.trim() }, t("forms.topic.save"))}`,
    children: html`<form id=${id} className="form" onSubmit=${submit}>
      <p className="quiet-text">${t("forms.topic.about")}</p>
      ${h(TextField, { label: t("forms.topic.name"), value: name, onChange: setName, error: errorAt("/name"), maxLength: 200, autoFocus: true })}
      ${h(TextField, { label: t("forms.topic.description"), value: description, onChange: setDescription, error: errorAt("/description"), optional: true, rows: 2 })}
    </form>`,
  });
}
