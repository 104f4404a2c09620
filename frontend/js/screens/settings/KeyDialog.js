/** Making an API key: its name, what it may do, until when. */

import { useState } from "react";
import { change } from "../../api/http.js";
import { useSaving } from "../../forms/useSaving.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { CheckField, SelectField, TextField } from "../../ui/Field.js";

/** @import {Key} from "./Keys.js" */

const GROUPS = /** @type {const} */ ({
  contacts: ["contacts:read", "contacts:write", "events:write"],
  segments: ["segments:read", "segments:write"],
  messages: ["messages:read", "messages:write", "mailbox:read"],
  journeys: ["journeys:read", "journeys:write", "journeys:publish"],
  settings: ["settings:read", "settings:write", "team:write"],
});
const DAYS = ["30", "90", "365"];
const DAY_MS = 86_400_000;
/** @typedef {typeof GROUPS[keyof typeof GROUPS][number]} Scope */

/** A key that changes things usually reads them, too. @param {Scope} scope */
const wordsOf = (scope) =>
  t(/** @type {import("../../kit/text.js").TextKey} */ (`settings.scopes.${scope.replace(":", "_")}`));

/** @param {{onClose: () => void, onMade: (key: Key & {key: string}) => void}} props */
export function KeyDialog({ onClose, onMade }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(/** @type {ReadonlySet<Scope>} */ (new Set()));
  const [days, setDays] = useState("365");
  const { isSaving, errorAt, errors, submit } = useSaving(async () => {
    const expires_at = days ? new Date(Date.now() + Number(days) * DAY_MS).toISOString() : null;
    onMade(await change("POST", "/api-keys", { name: name.trim(), scopes: [...scopes], expires_at }));
  });
  const toggle = (/** @type {Scope} */ scope, /** @type {boolean} */ isOn) => {
    const next = new Set(scopes);
    if (isOn) next.add(scope);
    else next.delete(scope);
    setScopes(next);
  };
  const wrong = errors.find(({ pointer }) => pointer.startsWith("/scopes"))?.detail;
  return h(Dialog, {
    title: t("settings.keys.make"),
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: "make-key", busy: isSaving, disabled: !name.trim() || !scopes.size }, t("settings.keys.make"))}`,
    children: html`<form noValidate id="make-key" className="form" onSubmit=${submit}>
      ${h(TextField, { label: t("settings.keys.name"), hint: t("settings.keys.nameHint"), value: name, error: errorAt("/name"), maxLength: 100, autoFocus: true, onChange: setName })}
      <fieldset className="bare form">
        <legend className="legend">${t("settings.keys.may")}</legend>
        <div className="scopes">
          ${Object.entries(GROUPS).map(
            ([
              group,
              all,
            ]) => html`<div key=${group} className="stack scope-group" role="group" aria-label=${t(`settings.scopeGroups.${/** @type {keyof typeof GROUPS} */ (group)}`)}>
            <strong>${t(`settings.scopeGroups.${/** @type {keyof typeof GROUPS} */ (group)}`)}</strong>
            ${all.map((scope) => h(CheckField, { key: scope, label: wordsOf(scope), value: scopes.has(scope), onChange: (isOn) => toggle(scope, isOn) }))}
          </div>`,
          )}
        </div>
        ${wrong && html`<p className="error">${wrong}</p>`}
        <p className="hint">${t("settings.keys.mayHint")}</p>
      </fieldset>
      ${h(SelectField, {
        label: t("settings.keys.ends"),
        value: days,
        none: t("settings.keys.noEnd"),
        error: errorAt("/expires_at"),
        choices: DAYS.map((value) => ({ value, label: t("settings.keys.inDays", { n: Number(value) }) })),
        onChange: setDays,
      })}
    </form>`,
  });
}
