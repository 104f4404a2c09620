/** The name of an event's property. */

import { html } from "../kit/h.js";
import { t } from "../kit/text.js";

/**
 * @param {{value: string, onChange: (property: string, isTyping?: boolean) => void, isWrong: boolean, disabled: boolean}} props
 */
export function PropertyField({ value, onChange, isWrong, disabled }) {
  return html`<span className="value-control"><input type="text" aria-label=${t("forms.where.property")}
    aria-invalid=${isWrong ? "true" : undefined} placeholder=${t("forms.where.property")} value=${value} disabled=${disabled}
    spellCheck="false" maxLength=${100}
    onChange=${(/** @type {{target: {value: string}}} */ event) => onChange(event.target.value, true)} /></span>`;
}
