/** The fields of a test, in the order in which its sentence is read. */

import { Combobox } from "../forms/Combobox.js";
import { DurationInput } from "../forms/DurationInput.js";
import { findTags } from "../forms/lookups.js";
import { NumberInput } from "../forms/NumberInput.js";
import { Picker } from "../forms/Picker.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { AttributeTest } from "./AttributeTest.js";
import { withSetting } from "./changes.js";
import { HowOften } from "./HowOften.js";
import { When } from "./When.js";
import { Where } from "./Where.js";

/** @import {Fault} from "../api/http.js" */
/** @import {Kind} from "../forms/kinds.js" */
/** @import {Node, Setting, Subject} from "./shape.js" */

/** @typedef {{subject: Subject, test: Node, onChange: (test: Node, isTyping?: boolean) => void, wrong: readonly Fault[],
 *   disabled: boolean}} TestProps `wrong`: pointers from the test, such as "/op" */

const COUNTED = ["event-count", "event-property", "operator", "operator-value"];
const TIMED = ["duration", "day"];
const PICKED = ["segment", "topic", "event", "message"];

/** @param {TestProps} props */
export function Settings(props) {
  const { subject } = props;
  const widgets = new Set(subject.settings.map((setting) => setting.widget));
  if (widgets.has("attribute")) return h(AttributeTest, props);
  const isCounted = widgets.has("event-count") || widgets.has("event-property");
  const isTimed = widgets.has("duration") || widgets.has("day");
  const plain = subject.settings.filter(
    ({ widget }) =>
      !(isCounted && COUNTED.includes(widget)) && !TIMED.includes(widget) && widget !== "event-where",
  );
  const where = subject.settings.find(({ widget }) => widget === "event-where");
  return html`${plain.map((setting) => h(One, { key: setting.key, ...props, setting }))}
    ${isCounted && h(HowOften, props)}
    ${isTimed && h(When, props)}
    ${where && h(Where, { ...props, setting: where })}`;
}

/** One ordinary field. @param {TestProps & {setting: Setting}} props */
function One({ setting, test, onChange, wrong, disabled }) {
  const { key, label, widget } = setting;
  const isWrong = wrong.some(({ pointer }) => pointer.startsWith(`/${key}`));
  /** @type {import("../forms/Combobox.js").Tied} */
  const ties = { "aria-label": label, "aria-invalid": isWrong ? "true" : undefined };
  const value = test[key];
  const set = (/** @type {unknown} */ next, isTyping = false) => onChange(withSetting(test, key, next), isTyping);
  if (PICKED.includes(widget))
    return html`<span className="wide-control">${h(Picker, { kind: /** @type {Kind} */ (widget), ties, value: value ?? "", onChange: set, disabled, isRequired: true })}</span>`;
  if (widget === "tag")
    return html`<span className="wide-control">${h(Combobox, {
      ties,
      disabled,
      text: value ?? "",
      chosen: value ?? "",
      icon: "tag",
      find: findTags,
      placeholder: t("conditions.chooseTag"),
      nothing: t("forms.tags.nothing"),
      rows: (words) =>
        words && words !== value ? [{ label: t("forms.use", { name: words }), icon: "plus", run: set }] : [],
      onChoose: (option) => set(option.key),
      onWords: set,
    })}</span>`;
  if (widget === "choice") return h(Choice, { setting, value, onChange: set, disabled });
  if (widget === "duration")
    return h(DurationInput, { ties, label, value, onChange: set, disabled, isPlain: true });
  if (typeof value === "number")
    return h(NumberInput, { ties, value, onChange: (n) => set(n, true), disabled, className: "short" });
  return html`<label className="plain-control"><span>${label}</span><input ...${ties} type="text" value=${value ?? ""} disabled=${disabled}
    onChange=${(/** @type {{target: {value: string}}} */ event) => set(event.target.value, true)} /></label>`;
}

/** @param {{setting: Setting, value: unknown, onChange: (value: unknown) => void, disabled: boolean}} props */
function Choice({ setting, value, onChange, disabled }) {
  const chosen = /** @type {string} */ (value ?? setting.default ?? "");
  return html`<select aria-label=${setting.label} value=${chosen} disabled=${disabled}
      onChange=${(/** @type {{target: {value: string}}} */ event) => onChange(event.target.value)}>
    ${Object.entries(setting.choices).map(([key, label]) => html`<option key=${key} value=${key}>${label}</option>`)}
  </select>`;
}
