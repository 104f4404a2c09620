/** Importing a journey: what the file brings, what it needs, and nothing written before “Import”. */

import { useMemo, useState } from "react";
import { change } from "../api/http.js";
import { h, html } from "../kit/h.js";
import { useLoad } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { Icon } from "../ui/Icon.js";
import { Failure, Loading } from "../ui/States.js";
import { chooseFile } from "./asking.js";
import { bring } from "./bring.js";
import { Faults } from "./Faults.js";
import { PlanView } from "./PlanView.js";
import { emptyOnes, startingValues } from "./parameters.js";
import { readFlow, readValue, Unreadable } from "./read.js";

/** @import {Fault} from "../api/http.js" */
/** @import {Flow} from "../model/types.js" */
/** @import {Plan} from "./plan.js" */
/** @import {Reading} from "./read.js" */

/** @param {{text?: string, flow?: Flow, fileName?: string, onClose: () => void}} props */
export function ImportDialog({ text, flow, fileName, onClose }) {
  const reading = useMemo(() => read(text, flow), [text, flow]);
  if (reading instanceof Unreadable) return h(Refused, { reason: reading.message, fileName, onClose });
  return h(Planned, { reading, fileName, onClose });
}

/** @param {string | undefined} text @param {Flow | undefined} flow @returns {Reading | Unreadable} */
function read(text, flow) {
  try {
    return flow ? readValue(flow) : readFlow(text ?? "");
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
}

/** @param {{reading: Reading, fileName: string | undefined, onClose: () => void}} props */
function Planned({ reading, fileName, onClose }) {
  const { sent, flow } = reading;
  const plan = useLoad(
    (signal) => /** @type {Promise<Plan>} */ (change("POST", "/flows/plan", { flow: sent }, { signal })),
    [sent],
  );
  const [choices, choose] = useState(/** @type {Record<string, string>} */ ({}));
  const [values, setValues] = useState(() => startingValues(flow));
  const [faults, setFaults] = useState(/** @type {readonly Fault[]} */ ([]));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [isBusy, setBusy] = useState(false);
  if (plan.error && !plan.data)
    return h(Refused, { reason: plan.error.message, error: plan.error, fileName, onClose, onRetry: plan.reload });
  const start = async () => {
    const missing = emptyOnes(flow, values);
    setFaults(missing);
    if (missing.length) return;
    setBusy(true);
    setError(null);
    const failed = await bring({ reading, choices, values, onDone: onClose });
    if (!failed) return;
    setBusy(false);
    setError(failed);
    setFaults(failed.errors);
  };
  return h(Dialog, {
    title: t("importing.title"),
    size: "large",
    onClose,
    children: plan.data
      ? html`${h(PlanView, { plan: plan.data, flow, fileName, choices, onChoose: choose, values, onFill: setValues, faults })}
        ${error && html`<div role="alert">${h(Faults, { error })}</div>`}`
      : h(Loading),
    actions: html`<p className="import-promise">${t("importing.promise")}</p>
      ${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", icon: "download", busy: isBusy, disabled: !plan.data, onClick: start }, t("importing.import"))}`,
  });
}

/**
 * @param {{reason: string, error?: Error | undefined, fileName: string | undefined, onClose: () => void,
 *   onRetry?: () => void}} props
 */
function Refused({ reason, error, fileName, onClose, onRetry }) {
  const isAway = error && "isAway" in error && error.isAway;
  return h(Dialog, {
    title: t("importing.refused"),
    onClose,
    children:
      isAway && error
        ? h(Failure, { error, ...(onRetry && { onRetry }) })
        : html`<div className="import-refused" role="alert">
      ${h(Icon, { name: "file-json", size: 32 })}
      <div className="stack">
        ${fileName && html`<strong className="file-name">${fileName}</strong>`}
        ${error ? h(Faults, { error }) : html`<p>${reason}</p>`}
        <p className="quiet-text">${t("importing.refusedText")}</p>
      </div>
    </div>`,
    actions: html`${h(Button, { onClick: onClose }, t("ui.close"))}
      ${h(
        Button,
        {
          kind: "primary",
          icon: "file-up",
          onClick: () => {
            onClose();
            chooseFile();
          },
        },
        t("importing.another"),
      )}`,
  });
}
