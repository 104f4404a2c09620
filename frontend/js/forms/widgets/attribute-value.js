/** A value for the attribute that is chosen beside it, of that attribute's kind. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Field } from "../../ui/Field.js";
import { asText } from "../texts.js";
import { useAttribute } from "../useAttribute.js";
import { ValueInput } from "../ValueInput.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function AttributeValueWidget({ setting, value, onChange, error, disabled, values }) {
  const beside = setting.schema["x-attribute"] ?? "attribute";
  const key = asText(values[beside]);
  const attribute = useAttribute(key);
  return h(Field, {
    label: setting.label,
    hint: key ? setting.help : t("forms.attribute.first"),
    error,
    control: (ties) =>
      key
        ? h(ValueInput, { key, kind: attribute?.type ?? "text", ties, value, onChange, disabled })
        : html`<input ...${ties} type="text" disabled value=${asText(value)} onChange=${() => {}} />`,
  });
}
