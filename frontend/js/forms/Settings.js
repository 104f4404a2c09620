/** The fields of a schema, each with its widget; what is wrong stands beside its field once that was left. */

import { useState } from "react";
import { h, html } from "../kit/h.js";
import { afterPress } from "./afterPress.js";
import { isShown, sentence, settingsOf } from "./schema.js";
import { JsonWidget } from "./widgets/json.js";
import { isWidget, WIDGETS } from "./widgets.js";

/** @import {FocusEvent} from "react" */
/** @import {Schema, Wrong} from "./schema.js" */

/**
 * @param {{schema: Schema, values: Readonly<Record<string, unknown>>, wrongAt: (name: string) => readonly Wrong[],
 *   onChange: (name: string, value: unknown, isTyping?: boolean) => void, disabled?: boolean, isFresh?: boolean}} props
 *   `isFresh`: it is filled in for the first time, so nothing is called wrong that was not left yet
 */
export function Settings({ schema, values, wrongAt, onChange, disabled = false, isFresh = false }) {
  const [left, setLeft] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const all = settingsOf(schema, isWidget);
  const leave = (/** @type {string} */ name, /** @type {FocusEvent} */ event) => {
    if (!event.currentTarget.contains(/** @type {Node | null} */ (event.relatedTarget)) && !left.has(name))
      afterPress(() => setLeft((before) => new Set([...before, name])));
  };
  return html`<div className="settings">
    ${all
      .filter((setting) => isShown(setting.schema, values, all))
      .map((setting) => {
        const { name } = setting;
        const wrong = isFresh && !left.has(name) ? [] : wrongAt(name);
        return html`<div key=${name} className="setting" data-field=${name} onBlur=${(/** @type {FocusEvent} */ event) => leave(name, event)}>
        ${h(WIDGETS[setting.widget] ?? JsonWidget, {
          setting,
          value: values[name],
          values,
          wrong,
          error: sentence(wrong[0]),
          disabled,
          onChange: (value, isTyping) => onChange(name, value, isTyping),
        })}</div>`;
      })}
  </div>`;
}
