/** A line of text. */

import { h } from "../../kit/h.js";
import { TextField } from "../../ui/Field.js";
import { asText } from "../texts.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function TextWidget({ setting, value, onChange, error, disabled }) {
  const { maxLength } = setting.schema;
  return h(TextField, {
    label: setting.label,
    hint: setting.help,
    error,
    value: asText(value),
    readOnly: disabled,
    onChange: (text) => onChange(text, true),
    ...(maxLength && { maxLength }),
  });
}
