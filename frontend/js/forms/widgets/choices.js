/** One of a few: side by side while there is room, in a list when there are many. */

import { useId } from "react";
import { h, html } from "../../kit/h.js";
import { SelectField } from "../../ui/Field.js";
import { Framed } from "../Framed.js";
import { wordsFor } from "../schema.js";

/** @import {WidgetProps} from "../widgets.js" */

const FEW = 4;
const LETTERS = 44;

/** @param {WidgetProps} props */
export function ChoicesWidget({ setting, value, onChange, error, disabled }) {
  const name = useId();
  const values = /** @type {readonly unknown[]} */ (setting.schema.enum ?? []);
  const chosen = value ?? setting.schema.default;
  const words = values.map((one) => wordsFor(setting.schema, one));
  const take = (/** @type {string} */ text) => onChange(values.find((one) => String(one) === text));
  if (values.length > FEW || words.join("").length > LETTERS)
    return h(SelectField, {
      label: setting.label,
      hint: setting.help,
      error,
      disabled,
      value: chosen === undefined ? "" : String(chosen),
      choices: values.map((one, n) => ({ value: String(one), label: words[n] ?? "" })),
      onChange: take,
    });
  return h(
    Framed,
    { label: setting.label, hint: setting.help, error, children: null },
    html`<div className="segmented">
      ${values.map(
        (one, n) => html`<label key=${String(one)}>
        <input type="radio" name=${name} value=${String(one)} checked=${one === chosen} disabled=${disabled}
          onChange=${() => take(String(one))} /><span>${words[n]}</span></label>`,
      )}
    </div>`,
  );
}
