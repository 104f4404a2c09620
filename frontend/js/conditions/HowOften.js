/** "[at least] [3] times", or "[a total of] [amount] [is more than] [100]". */

import { NumberInput } from "../forms/NumberInput.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useBuilder } from "./builderContext.js";
import { Compared } from "./Compared.js";
import { howOften, withHowOften, withOperator } from "./changes.js";
import { PropertyField } from "./PropertyField.js";
import { operatorOf } from "./shape.js";
import { useProperties } from "./useProperties.js";

/** @import {TestProps} from "./TestSettings.js" */

const MOST = 1_000_000;

/** @param {TestProps} props */
export function HowOften({ subject, test, onChange, wrong, disabled }) {
  const { catalogue } = useBuilder();
  const properties = useProperties(test.event ?? "");
  const way = howOften(test, subject);
  const [kind, key = ""] = way.split(":");
  const counting = subject.settings.find((setting) => setting.widget === "event-count");
  const measures = subject.settings.filter((setting) => setting.widget === "event-property");
  const times = counting ? Object.values(test[counting.key] ?? {})[0] : undefined;
  return html`<select aria-label=${counting?.label ?? t("conditions.howOften")} value=${way} disabled=${disabled}
      onChange=${(/** @type {{target: {value: string}}} */ event) => onChange(withHowOften(test, event.target.value, subject, catalogue))}>
    <option value="">${t("conditions.once")}</option>
    ${Object.entries(counting?.choices ?? {}).map(([one, label]) => html`<option key=${one} value=${`count:${one}`}>${label}</option>`)}
    ${measures.map((setting) => html`<option key=${setting.key} value=${`measure:${setting.key}`}>${t("conditions.with", { label: setting.label.toLowerCase() })}</option>`)}
  </select>
  ${
    kind === "count" &&
    counting &&
    html`<span className="number-control">${h(NumberInput, {
      ties: { "aria-label": t("conditions.timesLabel") },
      value: times,
      isWhole: true,
      isNeeded: true,
      min: key === "at_least" ? 1 : 0,
      max: MOST,
      disabled,
      onChange: (n) => n !== undefined && onChange({ ...test, [counting.key]: { [key]: n } }, true),
    })}</span><span>${t("conditions.times", { n: Number(times) })}</span>`
  }
  ${
    kind === "measure" &&
    html`${h(PropertyField, {
      properties: properties.filter(({ types }) => types.includes("number")),
      value: test[key] ?? "",
      isWrong: wrong.some(({ pointer }) => pointer === `/${key}`),
      disabled,
      onChange: (property) => onChange({ ...test, [key]: property }),
    })}
    ${h(Compared, {
      operators: catalogue.operators.filter((operator) => catalogue.of_totals.includes(operator.key)),
      operator: operatorOf(test.op, catalogue),
      kind: "number",
      value: test.value,
      isWrong: wrong.some(({ pointer }) => pointer.startsWith("/value") || pointer === "/op"),
      disabled,
      onOperator: (next) => onChange(withOperator(test, operatorOf(next, catalogue))),
      onValue: (value, isTyping) => onChange(value === undefined ? omitValue(test) : { ...test, value }, isTyping),
    })}`
  }`;
}

/** @param {import("./shape.js").Node} test */
function omitValue(test) {
  const { value: _, ...rest } = /** @type {any} */ (test);
  return rest;
}
