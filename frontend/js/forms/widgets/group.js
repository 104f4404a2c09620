/** Settings inside a setting. */

import { h, html } from "../../kit/h.js";
import { Settings } from "../Settings.js";
import { within } from "../schema.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function GroupWidget({ setting, value, onChange, wrong, disabled }) {
  const values = value && typeof value === "object" && !Array.isArray(value) ? value : {};
  return html`<fieldset className="settings-group"><legend className="legend">${setting.label}</legend>
    ${setting.help && html`<p className="hint">${setting.help}</p>`}
    ${h(Settings, {
      schema: setting.schema,
      values,
      disabled,
      wrongAt: (name) => within(wrong, `/${name}`),
      onChange: (name, next, isTyping) => {
        const { [name]: _, ...rest } = values;
        onChange(next === undefined ? rest : { ...values, [name]: next }, isTyping);
      },
    })}
  </fieldset>`;
}
