/** A value of a certain kind: a text, a number, yes or no, a date, a moment. */

import { useState } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Combobox } from "./Combobox.js";
import { asMoment, isDay, isMoment, onClockHere } from "./moments.js";
import { NumberInput } from "./NumberInput.js";
import { asText } from "./texts.js";

/** @import {Tied} from "./Combobox.js" */
/** @import {Find} from "./lookups.js" */

/**
 * @typedef {object} ValueInputProps
 * @property {string} kind text, number, boolean, date or moment
 * @property {Tied} ties
 * @property {unknown} value
 * @property {(value: unknown, isTyping?: boolean) => void} onChange undefined: nothing
 * @property {Find | null} [find] known values, for texts
 * @property {boolean} [prefersWords] what is typed counts as it is, even where something known fits
 * @property {(value: unknown) => string} [say] a text in words
 * @property {string} [placeholder]
 * @property {boolean} [disabled]
 */

/** @param {ValueInputProps} props */
export function ValueInput(props) {
  const { kind, ties, value, onChange, find, placeholder, disabled, prefersWords = true, say = asText } = props;
  // A value of another kind than the field's is shown as it is, so that it is not lost unseen.
  const isOdd = value !== undefined && value !== null && value !== "" && !fits(kind, value);
  if (kind === "boolean" && !isOdd) return h(YesOrNo, props);
  if (kind === "number" && !isOdd)
    return h(NumberInput, {
      ties,
      value,
      onChange: (number) => onChange(number, true),
      disabled: disabled ?? false,
    });
  if ((kind === "date" || kind === "moment") && !isOdd) return h(Time, props);
  const type = (/** @type {string} */ words) => onChange(read(kind, words), true);
  const text = asText(value);
  if (find)
    return h(Combobox, {
      ties,
      text: say(value),
      chosen: text,
      find,
      placeholder: placeholder ?? "",
      disabled: disabled ?? false,
      prefersWords,
      onChoose: (option) => onChange(option.key),
      onWords: (words) => onChange(words),
      onClear: () => onChange(undefined),
    });
  return html`<input ...${ties} type="text" value=${text} placeholder=${placeholder} disabled=${disabled}
    onChange=${(/** @type {{target: {value: string}}} */ event) => type(event.target.value)} />`;
}

/** @param {string} kind @param {unknown} value @returns {boolean} */
export function fits(kind, value) {
  if (kind === "number") return typeof value === "number";
  if (kind === "boolean") return typeof value === "boolean";
  if (kind === "date") return isDay(value);
  if (kind === "moment") return isMoment(value) || isDay(value);
  return typeof value === "string";
}

/** @param {string} kind @param {string} words @returns {unknown} */
function read(kind, words) {
  if (words === "") return undefined;
  if (kind === "number" && words.trim() && Number.isFinite(Number(words))) return Number(words);
  if (kind === "boolean" && (words === "true" || words === "false")) return words === "true";
  return words;
}

/** @param {ValueInputProps} props */
function YesOrNo({ ties, value, onChange, disabled }) {
  const answers = { yes: true, no: false };
  return html`<select ...${ties} disabled=${disabled} value=${value === true ? "yes" : value === false ? "no" : ""}
      onChange=${(/** @type {{target: {value: "yes" | "no" | ""}}} */ event) => onChange(event.target.value ? answers[event.target.value] : undefined)}>
    <option value="">${t("ui.choose")}</option>
    <option value="yes">${t("forms.yes")}</option><option value="no">${t("forms.no")}</option>
  </select>`;
}

/** A date, or a date and time on the clock here. @param {ValueInputProps} props */
function Time({ kind, ties, value, onChange, disabled }) {
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const isClock = kind === "moment" && !isDay(value);
  const shown = typeof value !== "string" || !value ? "" : isClock ? onClockHere(value) : value;
  const type = (/** @type {string} */ text) => {
    setTyped(text);
    const next = isClock ? asMoment(text) : text;
    if (next) onChange(next, true);
  };
  const settle = () => {
    if (typed === "") onChange(undefined);
    setTyped(null);
  };
  return html`<input ...${ties} type=${isClock ? "datetime-local" : "date"} value=${typed ?? shown} disabled=${disabled}
    max=${isClock ? "8999-12-31T23:59" : "8999-12-31"} onBlur=${settle}
    onChange=${(/** @type {{target: {value: string}}} */ event) => type(event.target.value)} />`;
}
