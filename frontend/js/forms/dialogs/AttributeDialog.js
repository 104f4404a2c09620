/** Declaring an attribute on the spot. */

import { useId, useState } from "react";
import { change } from "../../api/http.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { SelectField, TextField } from "../../ui/Field.js";
import { useSaving } from "../useSaving.js";

/** @import {MadeInDialog} from "../kinds.js" */

const TYPES = /** @type {const} */ (["text", "number", "boolean", "date", "moment"]);

/** @param {string} name @returns {string} "Shoe size" → "shoe_size" */
export const keyOf = (name) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 60);

/** @param {MadeInDialog} props */
export function AttributeDialog({ words = "", onClose, onSaved }) {
  const id = useId();
  const [name, setName] = useState(words);
  const [ownKey, setOwnKey] = useState(/** @type {string | null} */ (null));
  const [type, setType] = useState("text");
  const key = ownKey ?? keyOf(name);
  const { isSaving, errorAt, submit } = useSaving(async () => {
    const made = await change("POST", "/attributes", { key, name: name.trim(), type });
    onSaved(made.key);
  });
  return h(Dialog, {
    title: t("forms.attribute.title"),
    size: "small",
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: id, busy: isSaving, disabled: !name.trim() || !key }, t("forms.attribute.save"))}`,
    children: html`<form id=${id} className="form" onSubmit=${submit}>
      <p className="quiet-text">${t("forms.attribute.about")}</p>
      ${h(TextField, { label: t("forms.attribute.name"), value: name, onChange: setName, error: errorAt("/name"), maxLength: 200, autoFocus: true })}
      ${h(SelectField, { label: t("forms.attribute.type"), value: type, onChange: setType, hint: t("forms.attribute.typeHint"), error: errorAt("/type"), choices: TYPES.map((kind) => ({ value: kind, label: t(`forms.kinds.${kind}`) })) })}
      ${h(TextField, { label: t("forms.attribute.key"), value: key, onChange: setOwnKey, hint: t("forms.attribute.keyHint"), error: errorAt("/key"), maxLength: 63 })}
    </form>`,
  });
}
