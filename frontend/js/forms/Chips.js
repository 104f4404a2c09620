/** Several words, each with its own remove button, and a field that adds more. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";
import { Combobox } from "./Combobox.js";
import { asText } from "./texts.js";

/** @import {TextKey} from "../kit/text.js" */
/** @import {Tied} from "./Combobox.js" */
/** @import {Find} from "./lookups.js" */

/**
 * @param {{ties: Tied, values: readonly unknown[], onChange: (values: readonly unknown[]) => void, find: Find,
 *   read?: (words: string) => unknown, addLabel?: TextKey, placeholder?: string, nothing?: string, disabled?: boolean,
 *   prefersWords?: boolean, say?: (value: unknown) => string}} props `read`: words as a value; undefined: they are none
 */
export function Chips({
  ties,
  values,
  onChange,
  find,
  read = (words) => words,
  disabled = false,
  say = asText,
  ...props
}) {
  const said = values.map(asText);
  const add = (/** @type {string} */ words) => {
    const value = read(words);
    if (value !== undefined && !said.some((one) => one.toLowerCase() === words.toLowerCase()))
      onChange([...values, value]);
  };
  const others = /** @type {Find} */ (
    async (words, signal) => (await find(words, signal)).filter((option) => !said.includes(option.key))
  );
  const rows = (/** @type {string} */ words) =>
    words && !said.includes(words)
      ? [{ label: t(props.addLabel ?? "forms.addValue", { name: words }), icon: "plus", run: add }]
      : [];
  return html`<div className="chips">
    ${
      said.length > 0 &&
      html`<ul className="chip-list">
      ${said.map(
        (one, at) => html`<li key=${`${at} ${one}`} className="chip"><span>${say(values[at])}</span>
          ${
            !disabled &&
            html`<button type="button" className="chip-remove" aria-label=${t("forms.removeOne", { name: say(values[at]) })}
            onClick=${() => onChange(values.filter((_, other) => other !== at))}>${h(Icon, { name: "x", size: 14 })}</button>`
          }</li>`,
      )}</ul>`
    }
    ${
      !disabled &&
      h(Combobox, {
        ties,
        text: "",
        find: others,
        rows,
        placeholder: props.placeholder ?? t("forms.add"),
        nothing: props.nothing ?? t("forms.nothingFits"),
        prefersWords: props.prefersWords ?? false,
        onChoose: (option) => add(option.key),
        onWords: add,
        onKey: (event) => {
          if (event.key === "Backspace" && !event.currentTarget.value && values.length)
            onChange(values.slice(0, -1));
        },
      })
    }
  </div>`;
}
