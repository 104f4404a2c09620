/** A field for words that may hold personal details. */

import { h, html } from "../../kit/h.js";
import { Field } from "../../ui/Field.js";
import { DetailPicker } from "./DetailPicker.js";
import { useInsert } from "./useInsert.js";

/** @import {ReactNode} from "react" */

/**
 * @param {{label: string, value: string, onChange: (value: string) => void, hint?: ReactNode, error?: string | undefined, rows?: number,
 *   placeholder?: string, hideLabel?: boolean, maxLength?: number}} props
 */
export function WordsField({ label, value, onChange, hint, error, rows, placeholder, hideLabel, maxLength }) {
  const { ref, insert } = useInsert(onChange);
  const heard = (/** @type {{target: {value: string}}} */ event) => onChange(event.target.value);
  return h(Field, {
    label,
    hint,
    error,
    hideLabel: hideLabel ?? false,
    control: (ties) => html`<div className="words-field">
      ${
        rows
          ? html`<textarea ...${ties} ref=${ref} rows=${rows} value=${value} placeholder=${placeholder} onChange=${heard} />`
          : html`<input ...${ties} ref=${ref} value=${value} placeholder=${placeholder} maxLength=${maxLength} onChange=${heard} />`
      }
      ${h(DetailPicker, { onInsert: insert })}
    </div>`,
  });
}
