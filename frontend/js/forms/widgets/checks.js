/** Any of a few. */

import { h, html } from "../../kit/h.js";
import { CheckField } from "../../ui/Field.js";
import { Framed } from "../Framed.js";
import { wordsFor } from "../schema.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function ChecksWidget({ setting, value, onChange, error, disabled }) {
  const all = /** @type {readonly unknown[]} */ (setting.schema.items?.enum ?? []);
  const chosen = /** @type {readonly unknown[]} */ (Array.isArray(value) ? value : (setting.schema.default ?? []));
  const put = (/** @type {unknown} */ one, /** @type {boolean} */ isIn) =>
    onChange(all.filter((other) => (other === one ? isIn : chosen.includes(other))));
  return h(
    Framed,
    { label: setting.label, hint: setting.help, error, children: null },
    html`<div className="stack">
      ${all.map((one) => h(CheckField, { key: String(one), label: wordsFor(setting.schema.items ?? {}, one), value: chosen.includes(one), disabled, onChange: (isIn) => put(one, isIn) }))}
    </div>`,
  );
}
