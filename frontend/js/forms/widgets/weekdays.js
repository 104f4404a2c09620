/** Days of the week, as seven switches. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Framed } from "../Framed.js";

/** @import {WidgetProps} from "../widgets.js" */

const DAYS = /** @type {const} */ (["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);

/** @param {WidgetProps} props */
export function WeekdaysWidget({ setting, value, onChange, error, disabled }) {
  const chosen = /** @type {readonly unknown[]} */ (Array.isArray(value) ? value : (setting.schema.default ?? []));
  const turn = (/** @type {string} */ day) =>
    onChange(DAYS.filter((other) => (other === day) !== chosen.includes(other)));
  return h(
    Framed,
    { label: setting.label, hint: setting.help, error, children: null },
    html`<div className="weekdays">
      ${DAYS.map(
        (
          day,
        ) => html`<button key=${day} type="button" className="quiet" aria-pressed=${chosen.includes(day)} disabled=${disabled}
        aria-label=${t(`forms.dayNames.${day}`)} title=${t(`forms.dayNames.${day}`)} onClick=${() => turn(day)}>${t(`forms.days.${day}`)}</button>`,
      )}
    </div>`,
  );
}
