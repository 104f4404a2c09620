/** A source with line numbers; lines that have a problem are marked. */

import { useRef } from "react";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Field } from "../../ui/Field.js";
import { DetailPicker } from "./DetailPicker.js";
import { useInsert } from "./useInsert.js";

/** @import {Problem} from "./content.js" */

/**
 * @param {{label: string, value: string, onChange: (value: string) => void, problems: readonly Problem[], isReadOnly: boolean}} props
 */
export function CodeArea({ label, value, onChange, problems, isReadOnly }) {
  const { ref, insert } = useInsert(onChange);
  const gutter = useRef(/** @type {HTMLDivElement | null} */ (null));
  const count = value.split("\n").length;
  const levels = new Map(problems.map(({ line, level }) => [line, level]));
  const follow = () => {
    if (gutter.current) gutter.current.scrollTop = ref.current?.scrollTop ?? 0;
  };
  return html`<div className="code-area">
    ${h(Field, {
      label,
      hideLabel: true,
      control: (ties) => html`<div className="code-box">
        <div ref=${gutter} className="code-lines" aria-hidden="true">
          ${Array.from({ length: count }, (_, n) => html`<span key=${n} className=${levels.get(n + 1) ?? ""}>${n + 1}</span>`)}
        </div>
        <textarea ...${ties} ref=${ref} wrap="off" spellCheck=${false} autoCapitalize="off" rows=${18} value=${value}
          readOnly=${isReadOnly} onScroll=${follow}
          onChange=${(/** @type {{target: {value: string}}} */ event) => onChange(event.target.value)} />
      </div>`,
    })}
    ${!isReadOnly && html`<div className="row code-tools">${h(DetailPicker, { onInsert: insert, small: true })}<span className="hint">${t("messages.code.hint")}</span></div>`}
  </div>`;
}
