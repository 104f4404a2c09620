/** A date, a moment, a time of day. */

import { h, html } from "../../kit/h.js";
import { Field } from "../../ui/Field.js";
import { asText } from "../texts.js";
import { ValueInput } from "../ValueInput.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps & {kind: string}} props */
function Timed({ setting, value, onChange, error, disabled, kind }) {
  return h(Field, {
    label: setting.label,
    hint: setting.help,
    error,
    control: (ties) => h(ValueInput, { kind, ties, value, onChange, disabled }),
  });
}

/** @param {WidgetProps} props */
export const DateWidget = (props) => h(Timed, { ...props, kind: "date" });

/** @param {WidgetProps} props */
export const MomentWidget = (props) => h(Timed, { ...props, kind: "moment" });

/** @param {WidgetProps} props */
export function TimeWidget({ setting, value, onChange, error, disabled }) {
  return h(Field, {
    label: setting.label,
    hint: setting.help,
    error,
    control: (
      ties,
    ) => html`<input ...${ties} type="time" className="short" disabled=${disabled} value=${asText(value).slice(0, 5)}
      onChange=${(/** @type {{target: {value: string}}} */ event) => onChange(event.target.value || undefined, true)} />`,
  });
}
