/** "at any time", "in the last [90] [days]", "between [date] and [date]". */

import { DurationInput } from "../forms/DurationInput.js";
import { isMoment } from "../forms/moments.js";
import { ValueInput } from "../forms/ValueInput.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { when, withSetting, withWhen } from "./changes.js";

/** @import {TestProps} from "./TestSettings.js" */

/** @param {TestProps} props */
export function When({ subject, test, onChange, wrong, disabled }) {
  const span = subject.settings.find((setting) => setting.widget === "duration");
  const days = subject.settings.filter((setting) => setting.widget === "day");
  const way = when(test, subject);
  const choose = (/** @type {string} */ next) =>
    onChange(withWhen(test, next, subject, new Date().toISOString().slice(0, 10)));
  const isWrong = (/** @type {string} */ key) =>
    wrong.some(({ pointer }) => pointer === `/${key}`) ? "true" : undefined;
  return html`<select aria-label=${t("conditions.when")} value=${way} disabled=${disabled}
      onChange=${(/** @type {{target: {value: string}}} */ event) => choose(event.target.value)}>
    <option value="">${t("conditions.ever")}</option>
    ${span && html`<option value="span">${span.label.toLowerCase()}</option>`}
    ${days.length > 0 && html`<option value="dates">${t("conditions.dates")}</option>`}
  </select>
  ${
    way === "span" &&
    span &&
    h(DurationInput, {
      ties: { "aria-label": span.label, "aria-invalid": isWrong(span.key) },
      label: span.label,
      value: test[span.key],
      isPlain: true,
      disabled,
      onChange: (value, isTyping) => onChange({ ...test, [span.key]: value }, isTyping),
    })
  }
  ${
    way === "dates" &&
    days.map(
      (day) =>
        html`<label key=${day.key} className="plain-control"><span>${day.label.toLowerCase()}</span>${h(
          ValueInput,
          {
            kind: isMoment(test[day.key]) ? "moment" : "date",
            ties: { "aria-label": day.label, "aria-invalid": isWrong(day.key) },
            value: test[day.key],
            disabled,
            onChange: (value, isTyping) => onChange(withSetting(test, day.key, value), isTyping),
          },
        )}</label>`,
    )
  }`;
}
