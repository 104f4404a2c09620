/** Adding one person by a form. */

import { useId, useState } from "react";
import { change, Problem } from "../../api/http.js";
import { Picker } from "../../forms/Picker.js";
import { useSaving } from "../../forms/useSaving.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { toast } from "../../ui/Toast.js";
import { TagsField } from "./Chosen.js";
import { called } from "./fetching.js";

const NOTHING = { email: "", first_name: "", last_name: "", company: "", city: "" };

/** @param {{onClose: () => void, onAdded: () => void}} props */
export function AddContact({ onClose, onAdded }) {
  const id = useId();
  const [values, setValues] = useState(NOTHING);
  const [tags, setTags] = useState(/** @type {readonly string[]} */ ([]));
  const [consent, setConsent] = useState({ topic: "", source: "", wording: "" });
  const { isSaving, errorAt, submit } = useSaving(async () => {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim()));
    const { topic, source, wording } = consent;
    if (!values.email.trim())
      throw new Problem({
        status: 422,
        code: "invalid",
        detail: "",
        errors: [{ pointer: "/email", detail: t("ui.missing") }],
      });
    const made = await change("POST", "/contacts", {
      ...given,
      tags,
      ...(topic && { consent: { topics: [topic], source, wording } }),
    });
    onAdded();
    onClose();
    const action = { label: t("contacts.open"), run: () => go(`/contacts/${made.id}`) };
    toast({ text: t("contacts.added", { name: called(made) }), tone: "good", action });
  });
  /** @param {keyof typeof NOTHING} key @param {{type?: "email" | "text", autoFocus?: boolean}} [more] */
  const field = (key, more = {}) =>
    h(TextField, {
      ...more,
      label: t(`contacts.fields.${key}`),
      value: values[key],
      optional: key !== "email",
      autoComplete: "off",
      error: errorAt(`/${key}`),
      onChange: (value) => setValues((old) => ({ ...old, [key]: value })),
    });
  const agree = (/** @type {Partial<typeof consent>} */ parts) => setConsent((old) => ({ ...old, ...parts }));
  return h(Dialog, {
    title: t("contacts.add"),
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: id, busy: isSaving }, t("contacts.add"))}`,
    children: html`<form noValidate id=${id} className="form" onSubmit=${submit}>
      ${field("email", { type: "email", autoFocus: true })}
      <div className="two-fields">${field("first_name")}${field("last_name")}${field("company")}${field("city")}</div>
      ${h(TagsField, { tags, onChange: setTags, error: errorAt("/tags/0") })}
      <details className="consent-part">
        <summary>${t("contacts.subscribeNow")}</summary>
        ${h(Consent, { ...consent, onChange: agree, errorAt: (key) => errorAt(`/consent/${key}`) ?? (key === "topic" ? errorAt("/consent/topics/0") : undefined) })}
      </details>
    </form>`,
  });
}

/**
 * A yes with its proof.
 * @param {{topic: string, source: string, wording: string, errorAt: (key: string) => string | undefined,
 *   onChange: (parts: {topic?: string, source?: string, wording?: string}) => void}} props
 */
export function Consent({ topic, source, wording, onChange, errorAt }) {
  return html`<div className="form">
    <p className="hint">${t("contacts.consentHint")}</p>
    ${h(Field, {
      label: t("contacts.topic"),
      error: errorAt("topic"),
      control: (ties) =>
        h(Picker, { kind: "topic", ties, value: topic, onChange: (value) => onChange({ topic: value }) }),
    })}
    ${topic && h(TextField, { label: t("contacts.source"), hint: t("contacts.sourceHint"), value: source, error: errorAt("source"), onChange: (value) => onChange({ source: value }) })}
    ${topic && h(TextField, { label: t("contacts.wording"), hint: t("contacts.wordingHint"), rows: 2, value: wording, error: errorAt("wording"), onChange: (value) => onChange({ wording: value }) })}
  </div>`;
}
