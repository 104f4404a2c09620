/** Whether an address is never written to, and changing that. */

import { useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { useSaving } from "../../forms/useSaving.js";
import { date } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { Icon } from "../../ui/Icon.js";
import { sayError } from "../../ui/Toast.js";

/** @import {Contact} from "./fetching.js" */
/** @typedef {{address: string, reason: string, note: string, at: string}} Suppression */

const KNOWN = new Set(["manual", "hard_bounce", "complaint"]);

/** @param {string} reason @returns {string} */
export const reasonOf = (reason) =>
  KNOWN.has(reason) ? t(`contacts.suppression.reasons.${/** @type {"manual"} */ (reason)}`) : reason;

/** @param {{person: Contact, onChanged: () => void}} props */
export function Suppressed({ person, onChanged }) {
  const mayWrite = useMay("contacts:write");
  const [isAsking, setAsking] = useState(false);
  const address = (person.email ?? "").toLowerCase();
  const found = useLoad(
    async (signal) => {
      if (!person.is_suppressed) return null;
      const { items } = await get(withQuery("/suppressions", { q: address }), signal);
      return /** @type {Suppression | null} */ (
        items.find((/** @type {Suppression} */ one) => one.address === address) ?? null
      );
    },
    [address, person.is_suppressed],
  );
  const lift = async () => {
    try {
      await change("DELETE", `/suppressions/${encodeURIComponent(address)}`);
      onChanged();
    } catch (error) {
      sayError(error);
    }
  };
  if (person.is_suppressed)
    return html`<section className="notice suppressed">
      <p><strong>${h(Icon, { name: "ban", size: 18 })} ${t("contacts.suppression.is")}</strong></p>
      ${found.data && html`<p className="small">${t("contacts.suppression.why", { reason: reasonOf(found.data.reason), when: date(found.data.at) })} ${found.data.note}</p>`}
      ${mayWrite && found.data?.reason === "manual" && h(Button, { small: true, onClick: lift }, t("contacts.suppression.lift"))}
    </section>`;
  return mayWrite
    ? html`<div>${h(Button, { small: true, kind: "plain", icon: "ban", onClick: () => setAsking(true) }, t("contacts.suppression.suppress"))}
      ${isAsking && h(SuppressDialog, { address, onClose: () => setAsking(false), onDone: onChanged })}</div>`
    : null;
}

/** @param {{address: string, onClose: () => void, onDone: () => void}} props `address` empty: any can be given */
export function SuppressDialog({ address, onClose, onDone }) {
  const [given, setGiven] = useState(address);
  const [note, setNote] = useState("");
  const { isSaving, errorAt, submit } = useSaving(async () => {
    await change("POST", "/suppressions", { address: given.trim(), note: note.trim() });
    onDone();
    onClose();
  });
  return h(Dialog, {
    title: t("contacts.suppression.title"),
    size: "small",
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: "suppress", busy: isSaving, disabled: !given.trim() }, t("contacts.suppression.suppress"))}`,
    children: html`<form noValidate id="suppress" className="form" onSubmit=${submit}>
      <p>${t("contacts.suppression.text")}</p>
      ${h(TextField, { label: t("contacts.fields.email"), type: "email", value: given, readOnly: Boolean(address), error: errorAt("/address"), autoFocus: !address, onChange: setGiven })}
      ${h(TextField, { label: t("contacts.suppression.note"), value: note, optional: true, autoFocus: Boolean(address), error: errorAt("/note"), onChange: setNote })}
    </form>`,
  });
}
