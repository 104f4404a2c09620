/** Test with one person: the way that they would go now, step by step, with reasons. Nothing is sent. */

import { useRef, useState } from "react";
import { ContactPicker } from "../forms/ContactPicker.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { entries } from "../model/document.js";
import { Button } from "../ui/Button.js";
import { SelectField } from "../ui/Field.js";
import { Icon } from "../ui/Icon.js";
import { Failure } from "../ui/States.js";
import { DataRows } from "./DataRows.js";
import { TrialSteps } from "./TrialSteps.js";
import { useDesk } from "./useDesk.js";
import { useEditor, useFlow } from "./useEditor.js";
import { useTrial } from "./useTrial.js";
import { dataOf } from "./walked.js";

/** @import {Problem} from "../api/http.js" */
/** @import {Contact} from "../forms/lookups.js" */
/** @import {Pair} from "./walked.js" */

export function Trial() {
  const editor = useEditor();
  const flow = useFlow();
  const trial = useTrial();
  const [person, choose] = useState(/** @type {Contact | null} */ (null));
  const [entry, setEntry] = useState("");
  const [pairs, setPairs] = useState(/** @type {readonly Pair[]} */ ([]));
  const result = useRef(/** @type {HTMLDivElement | null} */ (null));
  const starts = entries(flow, editor.types);
  const chosenEntry = starts.includes(entry) ? entry : (starts[0] ?? "");
  const play = async (/** @type {Record<string, string>} */ answers = {}) => {
    if (!person) return;
    await trial.play({ contact_id: person.id, entry: chosenEntry, data: dataOf(pairs), answers });
    result.current?.focus({ preventScroll: true });
  };
  const pick = (/** @type {Contact | null} */ contact) => {
    choose(contact);
    trial.clear();
  };
  const bringsData = editor.typeOf(chosenEntry)?.type !== "segment_entered";
  return html`<div className="stack wide">
    <p className="trial-promise">${h(Icon, { name: "shield", size: 18 })}<span>${t("builder.trial.promise")}</span></p>
    <div className="form">
      ${h(ContactPicker, { label: t("builder.trial.person"), value: person, onChange: pick })}
      ${starts.length > 1 && h(SelectField, { label: t("builder.trial.entry"), value: chosenEntry, choices: starts.map((key) => ({ value: key, label: editor.nameOf(key) })), onChange: setEntry })}
      ${
        bringsData &&
        starts.length > 0 &&
        html`<details className="trial-data"><summary>${t("builder.trial.data")}</summary>
        ${h(DataRows, { pairs, onChange: setPairs, hint: t("builder.trial.dataHint") })}</details>`
      }
      ${starts.length === 0 && html`<p className="hint">${t("builder.trial.noStart")}</p>`}
      ${h(Button, { kind: "primary", icon: "play", busy: trial.isBusy, disabled: !person || !starts.length, onClick: () => play() }, t(trial.walked ? "builder.trial.again" : "builder.trial.play"))}
    </div>
    ${trial.error && h(Refusal, { error: trial.error, onRetry: () => play() })}
    ${trial.isOld && html`<p className="notice plain small">${t("builder.trial.old")}</p>`}
    <div ref=${result} tabIndex=${-1} className="trial-result" aria-live="polite">
      ${trial.walked && h(TrialSteps, { trial, onAnswer: play })}
    </div>
  </div>`;
}

/** @param {{error: Error, onRetry: () => void}} props */
function Refusal({ error, onRetry }) {
  const desk = useDesk();
  const faults = /** @type {Partial<Problem>} */ (error).errors ?? [];
  if (!faults.length) return h(Failure, { error, onRetry });
  const isUnready = faults.some(({ pointer }) => pointer.startsWith("/nodes") || pointer === "");
  return html`<div className="notice stack" role="alert"><p>${isUnready ? t("builder.trial.unready") : faults[0]?.detail}</p>
    ${isUnready && html`<div>${h(Button, { small: true, onClick: () => desk.tray.set("problems") }, t("builder.publish.showProblems"))}</div>`}</div>`;
}
