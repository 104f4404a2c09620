/** A length of time: an amount and a unit, and more of them where somebody needs "1 day and 12 hours". */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { changed, MOST, nextUnit, partsOf, UNITS, written } from "./duration.js";
import { NumberInput } from "./NumberInput.js";

/** @import {Tied} from "./Combobox.js" */
/** @import {Part, Unit} from "./duration.js" */

const FIRST = /** @type {Part} */ ({ unit: "D", n: 1 });

/**
 * @param {{ties: Tied, value: unknown, onChange: (value: string, isTyping?: boolean) => void, label: string, disabled?: boolean,
 *   isPlain?: boolean, units?: readonly Unit[]}} props `isPlain`: one amount is enough, unless there are more already
 */
export function DurationInput({ ties, value, onChange, label, disabled = false, isPlain = false, units = UNITS }) {
  const known = partsOf(value);
  const parts = known ?? [FIRST];
  const more = isPlain ? null : nextUnit(parts);
  const put = (/** @type {readonly Part[]} */ next, isTyping = false) => onChange(written(next), isTyping);
  return html`<div className="duration" role="group" aria-label=${label}>
    ${parts.map(
      ({ unit, n }, at) => html`<span key=${at} className="duration-part">
        ${h(NumberInput, {
          ties:
            at === 0
              ? { ...ties, "aria-label": `${label}: ${t("forms.amount")}` }
              : { "aria-label": t("forms.amount") },
          value: known ? n : undefined,
          onChange: (amount) => amount !== undefined && put(changed(parts, at, { n: amount }), true),
          isWhole: true,
          isNeeded: true,
          min: 0,
          max: MOST[unit],
          disabled,
        })}
        <select aria-label=${t("forms.unit")} value=${unit} disabled=${disabled}
          onChange=${(/** @type {{target: {value: string}}} */ event) => put(changed(parts, at, { unit: /** @type {Unit} */ (event.target.value) }))}>
          ${UNITS.filter((one) => one === unit || units.includes(one)).map(
            (one) => html`<option key=${one} value=${one}>${t(`forms.units.${one}`, { n })}</option>`,
          )}
        </select>
        ${
          parts.length > 1 &&
          !disabled &&
          h(Button, {
            kind: "plain",
            small: true,
            icon: "x",
            label: t("forms.removePart"),
            onClick: () => put(parts.filter((_, other) => other !== at)),
          })
        }
      </span>`,
    )}
    ${
      more &&
      !disabled &&
      h(
        Button,
        { kind: "plain", small: true, onClick: () => put([...parts, { unit: more, n: 1 }]) },
        t("forms.oneMorePart"),
      )
    }
  </div>`;
}
