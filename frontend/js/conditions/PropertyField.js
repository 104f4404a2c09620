/** The name of an event's property. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useMemo } from "react";
import { Combobox } from "../forms/Combobox.js";
import { knownProperties } from "./known.js";

/**
 * @param {{event: string, value: string, onChange: (property: string, isTyping?: boolean) => void, isWrong: boolean,
 *   disabled: boolean}} props
 */
export function PropertyField({ event, value, onChange, isWrong, disabled }) {
  const find = useMemo(() => knownProperties(event), [event]);
  return html`<span className="value-control">${h(Combobox, {
    ties: { "aria-label": t("forms.where.property"), "aria-invalid": isWrong ? "true" : undefined },
    text: value,
    chosen: value,
    find,
    disabled,
    placeholder: t("forms.where.property"),
    nothing: t("conditions.typeProperty"),
    onChoose: (option) => onChange(option.key),
    onWords: onChange,
    rows: (words) =>
      words && words !== value ? [{ label: t("forms.use", { name: words }), icon: "plus", run: onChange }] : [],
  })}</span>`;
}
