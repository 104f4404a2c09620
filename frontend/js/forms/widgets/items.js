/** A list of parts with the same settings. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Framed } from "../Framed.js";
import { Settings } from "../Settings.js";
import { within } from "../schema.js";

/** @import {WidgetProps} from "../widgets.js" */

/** @param {WidgetProps} props */
export function ItemsWidget({ setting, value, onChange, error, wrong, disabled }) {
  const items = /** @type {readonly Record<string, unknown>[]} */ (Array.isArray(value) ? value : []);
  const schema = { ...setting.schema.items, $defs: setting.schema.$defs };
  const put = (/** @type {number} */ at, /** @type {Record<string, unknown>} */ item, isTyping = false) =>
    onChange(
      items.map((other, n) => (n === at ? item : other)),
      isTyping,
    );
  return h(
    Framed,
    {
      label: setting.label,
      hint: setting.help,
      error: wrong.some((one) => one.pointer) ? undefined : error,
      children: null,
    },
    items.map(
      (item, at) => html`<fieldset key=${at} className="settings-group">
      <legend className="legend">${t("forms.item", { n: at + 1 })}</legend>
      ${h(Settings, {
        schema,
        values: item,
        disabled,
        wrongAt: (name) => within(wrong, `/${at}/${name}`),
        onChange: (name, next, isTyping) => {
          const { [name]: _, ...rest } = item;
          put(at, next === undefined ? rest : { ...item, [name]: next }, isTyping);
        },
      })}
      ${!disabled && h(Button, { small: true, icon: "trash-2", onClick: () => onChange(items.filter((_, n) => n !== at)) }, t("ui.remove"))}
    </fieldset>`,
    ),
    !disabled &&
      h(Button, { small: true, icon: "plus", onClick: () => onChange([...items, {}]) }, t("forms.addItem")),
  );
}
