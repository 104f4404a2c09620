/** One test as a sentence: how it begins, what it asks about, how it compares, when. */

import { useState } from "react";
import { Wronged } from "../forms/Wronged.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useBuilder } from "./builderContext.js";
import { newTest } from "./changes.js";
import { leadOf } from "./lead.js";
import { PartMenu } from "./PartMenu.js";
import { Settings } from "./TestSettings.js";
import { pointer, put } from "./tree.js";
import { usePartKeys } from "./usePartKeys.js";

/** @import {FocusEvent} from "react" */
/** @import {Node, Path, Test} from "./shape.js" */

/** @param {{path: Path, found: Test}} props */
export function TestRow({ path, found }) {
  const { root, catalogue, change, changeAndFocus, disabled, faults, isFresh } = useBuilder();
  const { isNot, test, subject } = found;
  const place = pointer(path);
  const [isNew, setNew] = useState(isFresh(place));
  const press = usePartKeys(path);
  const own = pointer([...path, ...found.inner]);
  const wrong = isNew
    ? []
    : faults.filter(({ pointer: where }) => where === place || where === own || where.startsWith(`${own}/`));
  const set = (/** @type {Node} */ next, isTyping = false) =>
    change(put(root, [...path, ...found.inner], next), isTyping);
  const begin = (/** @type {string} */ lead) => {
    const [sign, key = ""] = lead.split(":");
    const next = catalogue.subjects.find((one) => one.key === key);
    if (!next) return;
    const other = key === subject.key ? test : newTest(next, catalogue);
    const whole = put(root, path, sign === "not" ? { not: other } : other);
    if (key === subject.key) change(whole);
    else changeAndFocus(whole, path);
  };
  const leave = (/** @type {FocusEvent} */ event) => {
    if (!event.currentTarget.contains(/** @type {any} */ (event.relatedTarget))) setNew(false);
  };
  const tests = catalogue.subjects.filter((one) => one.kind === "test");
  return html`<div className="test" data-part=${place} role="group" aria-label=${leadOf(subject, isNot)} onKeyDown=${press} onBlur=${leave}>
    <div className="test-line">
      <div className="test-words">
        <select data-lead="" className="lead" aria-label=${t("conditions.what")} value=${`${isNot ? "not" : "is"}:${subject.key}`} disabled=${disabled}
            onChange=${(/** @type {{target: {value: string}}} */ event) => begin(event.target.value)}>
          ${tests.map((one) => html`<option key=${one.key} value=${`is:${one.key}`}>${leadOf(one, false)}</option>`)}
          <hr />
          ${tests.map((one) => html`<option key=${one.key} value=${`not:${one.key}`}>${leadOf(one, true)}</option>`)}
        </select>
        ${h(Settings, { subject, test, onChange: set, wrong: wrong.map((one) => ({ ...one, pointer: one.pointer.slice(own.length) })), disabled })}
      </div>
      ${!disabled && h(PartMenu, { path, isGroup: false })}
    </div>
    ${wrong.slice(0, 3).map((one) => h(Wronged, { key: one.pointer, error: one.detail }))}
  </div>`;
}
