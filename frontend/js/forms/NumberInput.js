/** A number as it is typed: "-" or "1." on the way are not taken for an answer yet. */

import { useState } from "react";
import { html } from "../kit/h.js";

/** @import {Tied} from "./Combobox.js" */

/**
 * @param {{ties: Tied, value: unknown, onChange: (value: number | undefined) => void, isWhole?: boolean, min?: number,
 *   max?: number, disabled?: boolean, className?: string, isNeeded?: boolean, placeholder?: string}} props
 *   `isNeeded`: an empty field does not count, the number before comes back
 */
export function NumberInput(props) {
  const { ties, value, onChange, isWhole = false, min, max, disabled, className, isNeeded = false } = props;
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const type = (/** @type {string} */ text) => {
    setTyped(text);
    const number = Number(text);
    if (!text.trim()) {
      if (!isNeeded) onChange(undefined);
    } else if (Number.isFinite(number) && (!isWhole || Number.isInteger(number)) && fits(number, min, max))
      onChange(number);
  };
  return html`<input ...${ties} type="number" inputMode=${isWhole ? "numeric" : "decimal"} step=${isWhole ? 1 : "any"}
    min=${min} max=${max} disabled=${disabled} className=${className} placeholder=${props.placeholder}
    value=${typed ?? (typeof value === "number" ? String(value) : "")}
    onChange=${(/** @type {{target: {value: string}}} */ event) => type(event.target.value)}
    onBlur=${() => setTyped(null)} />`;
}

/** @param {number} number @param {number} [min] @param {number} [max] */
const fits = (number, min = -Infinity, max = Infinity) => number >= min && number <= max;
