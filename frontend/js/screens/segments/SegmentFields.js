/** The fields of a segment: its name, what it is for, and its condition. */

import { ConditionBuilder } from "../../conditions/ConditionBuilder.js";
import { Wronged } from "../../forms/Wronged.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { TextField } from "../../ui/Field.js";

/** @import {Fault} from "../../api/http.js" */
/** @import {Draft} from "./saving.js" */

/**
 * @param {{draft: Draft, change: (part: Partial<Draft>) => void, errors: readonly Fault[], disabled?: boolean, autoFocus?: boolean}} props
 */
export function SegmentFields({ draft, change, errors, disabled = false, autoFocus = false }) {
  const errorAt = (/** @type {string} */ pointer) => errors.find((error) => error.pointer === pointer)?.detail;
  const other = errors.find(({ pointer }) => pointer !== "/name" && pointer !== "/description");
  return html`<div className="segment-fields">
    <div className="segment-words">
      ${h(TextField, { label: t("segments.name"), value: draft.name, maxLength: 200, readOnly: disabled, autoFocus, error: errorAt("/name"), onChange: (name) => change({ name }) })}
      ${h(TextField, { label: t("segments.description"), value: draft.description, maxLength: 2000, optional: true, readOnly: disabled, error: errorAt("/description"), onChange: (description) => change({ description }) })}
    </div>
    ${
      draft.kind === "dynamic" &&
      html`<div className="field"><h2>${t("segments.who")}</h2>
      ${h(ConditionBuilder, { label: t("segments.who"), value: draft.condition, disabled, onChange: (condition) => change({ condition }) })}</div>`
    }
    <div role="alert">${h(Wronged, { error: other && t("segments.notYet", { detail: other.detail }) })}</div>
  </div>`;
}
