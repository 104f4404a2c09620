/** A labelled field with its hint and its error. The control gets the ids that tie them together. */

import { useId } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "./Icon.js";

/** @import {ReactNode} from "react" */

/** What a control spreads on itself.
 * @typedef {{id: string, "aria-describedby": string | undefined, "aria-invalid": "true" | undefined}} Ties */

/**
 * @typedef {object} FieldProps
 * @property {string} label
 * @property {(ties: Ties) => ReactNode} control
 * @property {ReactNode} [hint]
 * @property {string | undefined} [error]
 * @property {boolean} [optional] says so beside the label
 * @property {boolean} [hideLabel] only for a screen reader
 */

/** @param {FieldProps} props */
export function Field({ label, control, hint, error, optional, hideLabel }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return html`<div className="field">
    <label htmlFor=${id} className=${hideLabel ? "visually-hidden" : undefined}>${label}
      ${optional && html`<span className="optional">${t("ui.optional")}</span>`}</label>
    ${control({ id, "aria-describedby": describedBy, "aria-invalid": error ? "true" : undefined })}
    ${hint && html`<p className="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p className="error" id=${`${id}-error`}>${h(Icon, { name: "circle-alert", size: 16 })} ${error}</p>`}
  </div>`;
}

/**
 * @typedef {object} TextFieldProps
 * @property {string} label
 * @property {string} value
 * @property {(value: string) => void} onChange
 * @property {ReactNode} [hint]
 * @property {string | undefined} [error]
 * @property {"text" | "email" | "password" | "search" | "url" | "number" | "date" | "datetime-local"} [type]
 * @property {number} [rows] more than one: a text of several lines
 * @property {string} [placeholder]
 * @property {boolean} [optional]
 * @property {boolean} [hideLabel]
 * @property {boolean} [autoFocus]
 * @property {boolean} [readOnly]
 * @property {string} [autoComplete]
 * @property {number} [maxLength]
 */

/** @param {TextFieldProps} props */
export function TextField(props) {
  const { label, value, onChange, hint, error, type = "text", rows, optional, hideLabel, ...rest } = props;
  const heard = (/** @type {{target: {value: string}}} */ event) => onChange(event.target.value);
  return h(Field, {
    label,
    hint,
    error,
    optional: optional ?? false,
    hideLabel: hideLabel ?? false,
    control: (ties) =>
      rows
        ? html`<textarea ...${ties} ...${rest} rows=${rows} value=${value} onChange=${heard} />`
        : html`<input ...${ties} ...${rest} type=${type} value=${value} onChange=${heard} />`,
  });
}

/** @typedef {{value: string, label: string}} Choice */

/**
 * @param {{label: string, value: string, choices: readonly Choice[], onChange: (value: string) => void, hint?: ReactNode,
 *   error?: string | undefined, none?: string, hideLabel?: boolean, disabled?: boolean}} props `none`: the words for no choice
 */
export function SelectField({ label, value, choices, onChange, hint, error, none, hideLabel, disabled }) {
  const isKnown = choices.some((choice) => choice.value === value);
  return h(Field, {
    label,
    hint,
    error,
    hideLabel: hideLabel ?? false,
    control: (ties) => html`<select ...${ties} value=${value} disabled=${disabled}
        onChange=${(/** @type {{target: {value: string}}} */ event) => onChange(event.target.value)}>
      ${(none !== undefined || !value) && html`<option value="">${none ?? t("ui.choose")}</option>`}
      ${!isKnown && value && html`<option value=${value}>${value}</option>`}
      ${choices.map((choice) => html`<option key=${choice.value} value=${choice.value}>${choice.label}</option>`)}
    </select>`,
  });
}

/** @param {{label: string, value: boolean, onChange: (value: boolean) => void, hint?: ReactNode, disabled?: boolean}} props */
export function CheckField({ label, value, onChange, hint, disabled }) {
  const id = useId();
  return html`<div className="check-field">
    <input id=${id} type="checkbox" checked=${value} disabled=${disabled} aria-describedby=${hint ? `${id}-hint` : undefined}
      onChange=${(/** @type {{target: {checked: boolean}}} */ event) => onChange(event.target.checked)} />
    <label htmlFor=${id}>${label}</label>
    ${hint && html`<p className="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}
