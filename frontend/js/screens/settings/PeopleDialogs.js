/** Inviting somebody, handing over their link, changing a role. */

import { useId, useState } from "react";
import { change } from "../../api/http.js";
import { useSaving } from "../../forms/useSaving.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { CopyField } from "../../ui/CopyField.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { toast } from "../../ui/Toast.js";

/** @import {Invited, Role, User} from "./People.js" */

const ROLES = /** @type {const} */ (["viewer", "editor", "approver", "owner"]);

/** @param {{value: Role, onChange: (role: Role) => void}} props */
function RoleChoice({ value, onChange }) {
  const name = useId();
  return html`<fieldset className="bare role-choice">
    <legend className="legend">${t("settings.people.role")}</legend>
    ${ROLES.map(
      (role) => html`<label key=${role} className="role">
      <input type="radio" name=${name} checked=${value === role} onChange=${() => onChange(role)} />
      <span><strong>${t(`settings.roles.${role}`)}</strong><span className="hint">${t(`settings.roles.${role}Does`)}</span></span>
    </label>`,
    )}
  </fieldset>`;
}

/** @param {{onClose: () => void, onDone: (invited: Invited) => void}} props */
export function Invite({ onClose, onDone }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState(/** @type {Role} */ ("editor"));
  const { isSaving, errorAt, submit } = useSaving(async () =>
    onDone(await change("POST", "/users", { name: name.trim(), email: email.trim(), role })),
  );
  return h(Dialog, {
    title: t("settings.people.invite"),
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: "invite", busy: isSaving, disabled: !name.trim() || !email.trim() }, t("settings.people.makeLink"))}`,
    children: html`<form noValidate id="invite" className="form" onSubmit=${submit}>
      <div className="two-fields">
        ${h(TextField, { label: t("settings.people.name"), value: name, error: errorAt("/name"), autoFocus: true, onChange: setName })}
        ${h(TextField, { label: t("settings.people.email"), type: "email", value: email, error: errorAt("/email"), onChange: setEmail })}
      </div>
      ${h(RoleChoice, { value: role, onChange: setRole })}
    </form>`,
  });
}

/** @param {{invited: Invited, onClose: () => void}} props */
export function LinkDialog({ invited, onClose }) {
  const { name } = invited.user;
  return h(Dialog, {
    title: t("settings.people.linkTitle", { name }),
    onClose,
    actions: h(Button, { kind: "primary", onClick: onClose }, t("ui.done")),
    children: html`<p>${t("settings.people.linkText", { name })}</p>
      ${h(CopyField, { label: t("settings.people.link"), value: invited.set_password_link })}`,
  });
}

/** @param {{user: User, onClose: () => void, onDone: () => void}} props */
export function RoleDialog({ user, onClose, onDone }) {
  const [role, setRole] = useState(user.role);
  const { isSaving, errors, submit } = useSaving(async () => {
    await change("PATCH", `/users/${user.id}`, { role });
    toast({
      text: t("settings.people.roleNow", { name: user.name, role: t(`settings.roles.${role}`) }),
      tone: "good",
    });
    onDone();
    onClose();
  });
  return h(Dialog, {
    title: t("settings.people.roleOf", { name: user.name }),
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: "role", busy: isSaving, disabled: role === user.role }, t("ui.save"))}`,
    children: html`<form noValidate id="role" className="form" onSubmit=${submit}>
      ${h(RoleChoice, { value: role, onChange: setRole })}
      ${errors[0] && html`<p className="error">${errors[0].detail}</p>`}
      <p className="hint">${t("settings.people.roleHint")}</p>
    </form>`,
  });
}
