/** One row of the outline, by its kind. */

import { useEditor } from "../builder/useEditor.js";
import { iconOf, toneOf } from "../canvas/tones.js";
import { short } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";
import { countsAt, problemsAt, sentenceOf } from "./words.js";

/** @import {Row} from "../model/outline.js" */

/** @param {{row: Row}} props */
export function RowWords({ row }) {
  const editor = useEditor();
  if (row.kind === "step") return h(StepWords, { stepKey: row.key });
  const words = sentenceOf(editor, row);
  if (row.kind === "way") {
    const passed = countsAt(editor, row.from)?.passed[row.port];
    return html`<span className=${`way-name ${row.tone}`}>${words}</span>
      ${passed !== undefined && html`<span className="row-count" data-told=${short(passed)} title=${t("outline.passed", { n: passed })} />`}`;
  }
  const icon = row.kind === "goesOn" ? "corner-down-right" : "circle";
  return html`<span className="row-aside">${h(Icon, { name: icon, size: 16 })} ${words}</span>`;
}

/** @param {{stepKey: string}} props */
function StepWords({ stepKey: key }) {
  const editor = useEditor();
  const type = editor.typeOf(key);
  const sentence = editor.nameOf(key);
  const problems = problemsAt(editor, key);
  const isBad = problems.some((problem) => problem.severity === "error");
  const counts = countsAt(editor, key);
  return html`<span className="row-main"><span className=${`row-icon ${toneOf(type)}`}>${h(Icon, { name: iconOf(type), size: 18 })}</span>
    <span className="row-words">
      ${type && type.label !== sentence && html`<small className=${`row-type ${toneOf(type)}`}>${type.label}</small>${" "}`}
      <span className="row-sentence">${sentence}</span>
    </span></span>
    ${
      problems.length > 0 &&
      html`<span className=${isBad ? "row-problem bad" : "row-problem"} data-told=${problems.length}
        title=${problems.map((one) => one.detail).join("\n")}>${h(Icon, { name: isBad ? "circle-alert" : "info", size: 16 })}</span>`
    }
    ${
      counts &&
      html`<span className=${counts.waiting ? "row-count" : "row-count none"} data-told=${short(counts.waiting)}
        title=${t("outline.waiting", { n: counts.waiting })}>${h(Icon, { name: "users", size: 16 })}</span>
      ${
        counts.set_aside > 0 &&
        html`<span className="row-problem bad" data-told=${short(counts.set_aside)}
        title=${t("outline.aside", { n: counts.set_aside })}>${h(Icon, { name: "triangle-alert", size: 16 })}</span>`
      }`
    }`;
}
