/** A length of time, with those that are often used one click away. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { DurationInput } from "../DurationInput.js";
import { partsOf } from "../duration.js";
import { Framed } from "../Framed.js";

/** @import {WidgetProps} from "../widgets.js" */

const OFTEN = ["PT1H", "PT4H", "P1D", "P2D", "P1W", "P1M"];

/** @param {WidgetProps} props */
export function DurationWidget({ setting, value, onChange, error, disabled }) {
  const { label, help, schema } = setting;
  const presets = /** @type {readonly string[]} */ (schema["x-presets"] ?? OFTEN);
  return h(
    Framed,
    { label, hint: help, error, children: null },
    h(DurationInput, {
      ties: { "aria-label": label, "aria-invalid": error ? "true" : undefined },
      label,
      value,
      onChange,
      disabled,
    }),
    !disabled &&
      html`<div className="presets" role="group" aria-label=${t("forms.presets")}>
      ${presets.map(
        (one) => html`<button key=${one} type="button" className="preset" aria-pressed=${one === value}
        onClick=${() => onChange(one)}>${said(one)}</button>`,
      )}</div>`,
  );
}

/** @param {string} text @returns {string} "2 days" */
export const said = (text) =>
  (partsOf(text) ?? []).map(({ unit, n }) => `${n} ${t(`forms.units.${unit}`, { n })}`).join(", ");
