/** The name of an event's property: one that was seen, or any other. */

import { Combobox } from "../forms/Combobox.js";
import { fitting } from "../forms/lookups.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";

/** @import {Property} from "./known.js" */

/**
 * @param {{properties: readonly Property[], value: string, onChange: (property: string) => void, isWrong: boolean,
 *   disabled: boolean}} props
 */
export function PropertyField({ properties, value, onChange, isWrong, disabled }) {
  const options = properties.map(({ key, examples }) => ({
    key,
    label: key,
    hint: examples.slice(0, 3).map(String).join(", "),
  }));
  return html`<span className="value-control">${h(Combobox, {
    ties: { "aria-label": t("forms.where.property"), "aria-invalid": isWrong ? "true" : undefined },
    text: value,
    chosen: value,
    find: async (words) => fitting(words, options),
    disabled,
    placeholder: t("forms.where.property"),
    nothing: t("conditions.typeProperty"),
    onChoose: (option) => onChange(option.key),
    onWords: onChange,
    rows: (words) =>
      words && words !== value && !options.some(({ key }) => key === words)
        ? [{ label: t("forms.use", { name: words }), icon: "plus", run: onChange }]
        : [],
  })}</span>`;
}
