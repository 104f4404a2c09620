/** A setting of a shape that no other widget knows, as JSON. */

import { useState } from "react";
import { h } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { TextField } from "../../ui/Field.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function JsonWidget({ setting, value, onChange, error, disabled }) {
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const shown = typed ?? (value === undefined ? "" : JSON.stringify(value, null, 2));
  const type = (/** @type {string} */ text) => {
    const read = readJson(text);
    setTyped(read ? null : text);
    if (read) onChange(read.value, true);
  };
  return h(TextField, {
    label: setting.label,
    hint: setting.help || t("forms.asText"),
    error: typed === null ? error : t("forms.notJson"),
    rows: 5,
    value: shown,
    readOnly: disabled,
    onChange: type,
  });
}

/** @param {string} text @returns {{value: unknown} | null} */
function readJson(text) {
  if (!text.trim()) return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
