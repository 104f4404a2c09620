/** A comparison: the operator, and the field for what it takes. */

import { useState } from "react";
import { Chips } from "../forms/Chips.js";
import { DurationInput } from "../forms/DurationInput.js";
import { isMoment } from "../forms/moments.js";
import { asText } from "../forms/texts.js";
import { ValueInput } from "../forms/ValueInput.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";

/** @import {Find} from "../forms/lookups.js" */
/** @import {Operator} from "./shape.js" */

/**
 * @typedef {object} ComparedProps
 * @property {readonly Operator[]} operators to choose from
 * @property {Operator | undefined} operator
 * @property {string | undefined} kind of the values that are compared; undefined: any
 * @property {Find | null} [find] values that occur
 * @property {boolean} [prefersWords] what is typed counts as it is, not only what occurs
 * @property {(value: unknown) => string} [say] a value in words
 * @property {unknown} value
 * @property {boolean} isWrong
 * @property {boolean} disabled
 * @property {(operator: string) => void} onOperator
 * @property {(value: unknown, isTyping?: boolean) => void} onValue
 */

/** @param {ComparedProps} props */
export function Compared(props) {
  const { operators, operator, onOperator, disabled } = props;
  const shown = operator && !operators.includes(operator) ? [operator, ...operators] : operators;
  return html`<select aria-label=${t("conditions.comparison")} value=${operator?.key ?? ""} disabled=${disabled}
      onChange=${(/** @type {{target: {value: string}}} */ event) => onOperator(event.target.value)}>
    ${!operator && html`<option value="">${t("ui.choose")}</option>`}
    ${shown.map((one) => html`<option key=${one.key} value=${one.key}>${one.label}</option>`)}
  </select>
  ${operator && operator.widget !== "none" && h(Against, { ...props, operator })}`;
}

const nothingKnown = async () => [];

/** @param {ComparedProps & {operator: Operator}} props */
function Against({ operator, kind, find, prefersWords = true, say = asText, value, onValue, isWrong, disabled }) {
  const label = t("conditions.value");
  /** @type {{"aria-label": string, "aria-invalid": "true" | undefined}} */
  const ties = { "aria-label": label, "aria-invalid": isWrong ? "true" : undefined };
  switch (operator.widget) {
    case "number":
      return html`<span className="number-control">${h(ValueInput, { kind: "number", ties, value, onChange: onValue, disabled })}</span>`;
    case "duration":
      return h(DurationInput, {
        ties,
        label,
        value,
        disabled,
        onChange: onValue,
        isPlain: true,
        ...(operator.takes === "length_in_year" && { units: /** @type {const} */ (["MO", "W", "D"]) }),
      });
    case "day":
      return html`<span className="value-control">${h(ValueInput, { kind: isMoment(value) ? "moment" : "date", ties, value, onChange: onValue, disabled })}</span>`;
    case "range":
      return h(Range, { kind, value, onValue, isWrong, disabled });
    case "values":
      return html`<span className="values-control">${h(Chips, {
        ties,
        values: Array.isArray(value) ? value : [],
        find: find ?? nothingKnown,
        nothing: t("forms.add"),
        prefersWords,
        say,
        read: (words) => listed(words, kind),
        onChange: onValue,
        disabled,
      })}</span>`;
    case "value":
      if (kind === undefined) return h(OfAnyKind, { ties, value, onValue, disabled });
      return html`<span className=${kind === "number" ? "number-control" : "value-control"}>${h(ValueInput, { kind, ties, value, onChange: onValue, find: find ?? null, prefersWords, say, disabled })}</span>`;
    default:
      return html`<span className="value-control">${h(ValueInput, { kind: "text", ties, value, onChange: onValue, disabled })}</span>`;
  }
}

/** @param {string} words @param {string | undefined} kind */
function listed(words, kind) {
  if (kind !== "number" && kind !== undefined) return words;
  const number = Number(words);
  if (Number.isFinite(number)) return number;
  return kind === "number" ? undefined : words;
}

/** From … to …. @param {Pick<ComparedProps, "kind" | "value" | "onValue" | "isWrong" | "disabled">} props */
function Range({ kind, value, onValue, isWrong, disabled }) {
  const ends = Array.isArray(value) ? value : [null, null];
  const isTime = kind === "date" || kind === "moment" || ends.some((end) => typeof end === "string");
  const set = (/** @type {number} */ at, /** @type {unknown} */ end, isTyping = false) => {
    const next = ends.map((other, n) => (n === at ? (end ?? null) : other));
    onValue(next.every((one) => one === null) ? undefined : next, isTyping);
  };
  const field = (/** @type {0 | 1} */ n) =>
    h(ValueInput, {
      kind: isTime ? (isMoment(ends[n]) ? "moment" : "date") : "number",
      ties: {
        "aria-label": t(n ? "conditions.highest" : "conditions.lowest"),
        "aria-invalid": isWrong ? "true" : undefined,
      },
      value: ends[n] ?? undefined,
      onChange: (end, isTyping) => set(n, end, isTyping),
      disabled,
    });
  return html`<span className=${isTime ? "value-control" : "number-control"}>${field(0)}</span>
    <span>${t("conditions.and")}</span><span className=${isTime ? "value-control" : "number-control"}>${field(1)}</span>`;
}

/**
 * A value of which nobody knows the kind: a property of an event.
 * @param {{ties: import("../forms/Combobox.js").Tied, value: unknown, onValue: ComparedProps["onValue"], disabled: boolean}} props
 */
function OfAnyKind({ ties, value, onValue, disabled }) {
  const written = ["string", "number", "boolean"].includes(typeof value) ? typeof value : null;
  const [wish, setWish] = useState("string");
  const kind = { number: "number", boolean: "boolean", string: "text" }[written ?? wish] ?? "text";
  const choose = (/** @type {string} */ next) => {
    setWish(next);
    onValue(
      next === "number" && value !== "" && Number.isFinite(Number(value ?? Number.NaN))
        ? Number(value)
        : next === "string" && value !== undefined
          ? String(value)
          : undefined,
    );
  };
  return html`<select aria-label=${t("conditions.kindOfValue")} value=${written ?? wish} disabled=${disabled}
      onChange=${(/** @type {{target: {value: string}}} */ event) => choose(event.target.value)}>
    <option value="string">${t("conditions.aText")}</option><option value="number">${t("conditions.aNumber")}</option>
    <option value="boolean">${t("conditions.yesOrNo")}</option>
  </select>
  <span className=${kind === "text" ? "value-control" : "number-control"}>${h(ValueInput, { key: kind, kind, ties, value, onChange: onValue, disabled })}</span>`;
}
