/** Yes or no, as a box to tick. */

import { h, html } from "../../kit/h.js";
import { CheckField } from "../../ui/Field.js";
import { Wronged } from "../Wronged.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function BooleanWidget({ setting, value, onChange, error, disabled }) {
  return html`<div className="field">
    ${h(CheckField, { label: setting.label, hint: setting.help, value: (value ?? setting.schema.default) === true, disabled, onChange })}
    ${h(Wronged, { error })}
  </div>`;
}
