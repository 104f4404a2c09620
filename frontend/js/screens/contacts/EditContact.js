/** Changing what is known of a person. */

import { useId, useState } from "react";
import { change, get } from "../../api/http.js";
import { useSaving } from "../../forms/useSaving.js";
import { ValueInput } from "../../forms/ValueInput.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { toast } from "../../ui/Toast.js";
import { FIELDS } from "./fields.js";

/** @import {Contact} from "./fetching.js" */
/** @import {Attribute} from "./ProfileParts.js" */
/** @typedef {Record<string, unknown>} Values */

/** @param {{person: Contact, onClose: () => void, onSaved: (person: Contact) => void}} props */
export function EditContact({ person, onClose, onSaved }) {
  const id = useId();
  const { data } = useLoad((signal) => get("/attributes", signal), []);
  const own = /** @type {Attribute[]} */ (data?.items ?? []);
  const [fields, setFields] = useState(/** @type {Values} */ ({}));
  const [attributes, setAttributes] = useState(/** @type {Values} */ ({}));
  const isChanged = Object.keys(fields).length + Object.keys(attributes).length > 0;
  const { isSaving, errorAt, submit } = useSaving(async () => {
    const body = { ...fields, ...(Object.keys(attributes).length && { attributes }) };
    onSaved(await change("PATCH", `/contacts/${person.id}`, body));
    toast({ text: t("ui.saved"), tone: "good" });
    onClose();
  });
  const nullable = (/** @type {unknown} */ value) => (value === undefined || value === "" ? null : value);
  return h(Dialog, {
    title: t("contacts.profile.edit"),
    size: "side",
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: id, busy: isSaving, disabled: !isChanged }, t("ui.save"))}`,
    children: html`<form noValidate id=${id} className="form" onSubmit=${submit}>
      <div className="two-fields">
        ${FIELDS.map((key) =>
          h(TextField, {
            key,
            label: t(`contacts.fields.${key}`),
            type: key === "email" ? "email" : "text",
            value: String((key in fields ? fields[key] : person[key]) ?? ""),
            error: errorAt(`/${key}`),
            hint: key === "external_id" ? t("contacts.profile.ownIdHint") : undefined,
            autoComplete: "off",
            onChange: (value) => setFields((old) => ({ ...old, [key]: nullable(value) })),
          }),
        )}
      </div>
      ${own.length > 0 && html`<h3>${t("contacts.profile.attributes")}</h3>`}
      <div className="two-fields">
        ${own.map(({ key, name, type }) =>
          h(Field, {
            key,
            label: name,
            error: errorAt(`/attributes/${key}`),
            control: (ties) =>
              h(ValueInput, {
                kind: type,
                ties,
                value: (key in attributes ? attributes[key] : person.attributes[key]) ?? undefined,
                onChange: (value) => setAttributes((old) => ({ ...old, [key]: nullable(value) })),
              }),
          }),
        )}
      </div>
    </form>`,
  });
}
