/** One's own account: name, password, how the pages look. */

import { useState } from "react";
import { change } from "../../api/http.js";
import { openSession, person } from "../../api/session.js";
import { useSaving } from "../../forms/useSaving.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { useStore } from "../../kit/useStore.js";
import { choose, theme } from "../../shell/theme.js";
import { Button } from "../../ui/Button.js";
import { TextField } from "../../ui/Field.js";
import { toast } from "../../ui/Toast.js";

const THEMES = /** @type {const} */ (["light", "dark", "system"]);
const ICONS = { light: "sun", dark: "moon", system: "monitor" };

export function You() {
  return html`<div className="stack wide settings-form">${h(Look)}${h(Name)}${h(Password)}</div>`;
}

function Look() {
  const chosen = useStore(theme);
  return html`<section className="panel padded stack">
    <h2>${t("settings.you.look")}</h2>
    <div className="switch" role="group" aria-label=${t("settings.you.look")}>
      ${THEMES.map((name) => h(Button, { key: name, icon: ICONS[name], pressed: chosen === name, onClick: () => choose(name) }, t(`shell.theme.${name}`)))}
    </div>
  </section>`;
}

function Name() {
  const own = useStore(person);
  const [name, setName] = useState(own?.name ?? "");
  const { isSaving, errorAt, submit } = useSaving(async () => {
    await change("PATCH", `/users/${own?.id}`, { name: name.trim() });
    await openSession();
    toast({ text: t("ui.saved"), tone: "good" });
  });
  return html`<form noValidate className="panel padded form" onSubmit=${submit}>
    <h2>${t("settings.you.name")}</h2>
    ${h(TextField, { label: t("settings.you.name"), hideLabel: true, hint: t("settings.you.nameHint", { role: own?.role ? t(`settings.roles.${/** @type {"owner"} */ (own.role)}`) : "" }), value: name, error: errorAt("/name"), maxLength: 100, autoComplete: "name", onChange: setName })}
    <div>${h(Button, { type: "submit", busy: isSaving, disabled: !name.trim() || name.trim() === own?.name }, t("ui.save"))}</div>
  </form>`;
}

function Password() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const { isSaving, errorAt, submit } = useSaving(async () => {
    await change("PUT", "/session/password", { current_password: current, new_password: next });
    // The session is a new one, with a token of its own.
    await openSession();
    setCurrent("");
    setNext("");
    toast({ text: t("settings.you.changed"), tone: "good" });
  });
  return html`<form noValidate className="panel padded form" onSubmit=${submit}>
    <h2>${t("settings.you.password")}</h2>
    ${h(TextField, { label: t("settings.you.current"), type: "password", value: current, error: errorAt("/current_password"), autoComplete: "current-password", onChange: setCurrent })}
    ${h(TextField, { label: t("settings.you.next"), type: "password", hint: t("settings.you.nextHint"), value: next, error: errorAt("/new_password") ?? errorAt("/password"), autoComplete: "new-password", onChange: setNext })}
    <div>${h(Button, { type: "submit", busy: isSaving, disabled: !current || !next }, t("settings.you.change"))}</div>
  </form>`;
}
