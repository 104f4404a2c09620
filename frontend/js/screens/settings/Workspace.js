/** What the workspace is called, and whom its mail comes from. */

import { useState } from "react";
import { change, get } from "../../api/http.js";
import { useSaving } from "../../forms/useSaving.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { Button } from "../../ui/Button.js";
import { SelectField, TextField } from "../../ui/Field.js";
import { shown } from "../../ui/States.js";
import { toast } from "../../ui/Toast.js";

/** As GET /workspace tells it.
 * @typedef {{name: string, time_zone: string, from_name: string, from_address: string, reply_to: string,
 *   postal_address: string, sending_paused: boolean}} Facts */

const LINES = /** @type {const} */ (["name", "from_name", "from_address", "reply_to", "postal_address"]);
const EMAILS = new Set(["from_address", "reply_to"]);

export function Workspace() {
  const facts = useLoad((signal) => get("/workspace", signal), []);
  return shown(facts, (/** @type {Facts} */ found) => h(Form, { facts: found, onSaved: facts.put }));
}

/** @param {{facts: Facts, onSaved: (facts: Facts) => void}} props */
function Form({ facts, onSaved }) {
  const mayWrite = useMay("settings:write");
  const [changed, setChanged] = useState(/** @type {Partial<Facts>} */ ({}));
  const { isSaving, errorAt, submit } = useSaving(async () => {
    const saved = await change("PATCH", "/workspace", changed);
    setChanged({});
    onSaved(saved);
    toast({ text: t("ui.saved"), tone: "good" });
  });
  const put = (/** @type {Partial<Facts>} */ parts) => setChanged((old) => ({ ...old, ...parts }));
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return html`<form noValidate className="panel padded settings-form" onSubmit=${submit}>
    <fieldset className="bare form" disabled=${!mayWrite}>
      ${LINES.map((key) =>
        h(TextField, {
          key,
          label: t(`settings.workspace.${key}`),
          hint: t(`settings.workspace.${key}Hint`),
          type: EMAILS.has(key) ? "email" : "text",
          value: changed[key] ?? facts[key],
          error: errorAt(`/${key}`),
          ...(key === "postal_address" && { rows: 2 }),
          onChange: (value) => put({ [key]: value }),
        }),
      )}
      ${h(SelectField, {
        label: t("settings.workspace.time_zone"),
        hint: t("settings.workspace.time_zoneHint"),
        value: changed.time_zone ?? facts.time_zone,
        choices: zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
        error: errorAt("/time_zone"),
        onChange: (time_zone) => put({ time_zone }),
      })}
      ${mayWrite && html`<div>${h(Button, { kind: "primary", type: "submit", busy: isSaving, disabled: !Object.keys(changed).length }, t("ui.save"))}</div>`}
    </fieldset>
  </form>`;
}
