/** A number. */

import { h } from "../../kit/h.js";
import { Field } from "../../ui/Field.js";
import { NumberInput } from "../NumberInput.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function NumberWidget({ setting, value, onChange, error, disabled }) {
  const { type, minimum, maximum } = setting.schema;
  return h(Field, {
    label: setting.label,
    hint: setting.help,
    error,
    control: (ties) =>
      h(NumberInput, {
        ties,
        value,
        disabled,
        isWhole: type === "integer",
        className: "short",
        onChange: (number) => onChange(number, true),
        ...(minimum !== undefined && { min: minimum }),
        ...(maximum !== undefined && { max: maximum }),
      }),
  });
}
