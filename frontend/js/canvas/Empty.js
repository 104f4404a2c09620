/** The empty canvas: one question, its answers as choices. */

import { useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";
import { firstSentence } from "./pickerChoices.js";
import { addStep } from "./places.js";
import { iconOf, toneOf } from "./tones.js";
import { useStage, useUi } from "./useStage.js";

export function Empty() {
  const editor = useEditor();
  const stage = useStage();
  const isCarrying = useUi((ui) => ui.carried !== null);
  const entries = [...editor.types.values()].filter((type) => type.is_entry);
  if (editor.isReadOnly) return html`<div className="canvas-empty"><p>${t("canvas.empty.nothing")}</p></div>`;
  return html`<div className=${isCarrying ? "canvas-empty is-target" : "canvas-empty"} data-aside>
    <h2>${t("canvas.empty.title")}</h2>
    <p>${t("canvas.empty.text")}</p>
    <ul>${entries.map(
      (
        type,
      ) => html`<li key=${type.type}><button type="button" className=${`start-choice tone-${toneOf(type)}`} onClick=${() => addStep(stage, type)}>
        <span className="card-icon">${h(Icon, { name: iconOf(type), size: 20 })}</span>
        <span className="start-words"><strong>${type.label}</strong><small>${firstSentence(type.help)}</small></span>
      </button></li>`,
    )}</ul>
  </div>`;
}
