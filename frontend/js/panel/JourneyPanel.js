/** The journey's own settings, when no step is chosen: its name, what it is for, how people come in. */

import { useEdit, useEditor } from "../builder/useEditor.js";
import { wordsFor } from "../forms/schema.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { entries, nodeAt } from "../model/document.js";
import { LABELS } from "../model/history.js";
import { rename } from "../model/surroundings.js";
import { TextField } from "../ui/Field.js";
import { Icon } from "../ui/Icon.js";
import { PanelHead } from "./PanelHead.js";

/** @import {Schema} from "../forms/schema.js" */

export function JourneyPanel() {
  const editor = useEditor();
  const flow = useEdit((state) => state.history.present);
  useEdit((state) => state.report);
  const starts = entries(flow, editor.types);
  const set = (/** @type {{name?: string, description?: string}} */ words, /** @type {string} */ field) =>
    editor.run(LABELS.renamed(), (old) => rename(old, words), { field });
  return html`${h(PanelHead, { icon: "workflow", title: t("panel.journey") })}
  <div className="panel-body">
    <div className="settings">
      ${h(TextField, { label: t("panel.name"), value: flow.name ?? "", readOnly: editor.isReadOnly, maxLength: 200, onChange: (name) => set({ name }, "/name") })}
      ${h(TextField, { label: t("panel.description"), hint: t("panel.descriptionHint"), rows: 4, value: flow.description ?? "", readOnly: editor.isReadOnly, onChange: (description) => set({ description }, "/description") })}
    </div>
    ${
      starts.length > 0 &&
      html`<section className="panel-section"><h3>${t("panel.starts", { n: starts.length })}</h3>
      <ul className="panel-many">${starts.map((key) => h(Start, { key, node: key }))}</ul></section>`
    }
    <p className="panel-help">${t("panel.chooseHint", { n: Object.keys(flow.nodes).length })}</p>
  </div>`;
}

/** @param {{node: string}} props */
function Start({ node }) {
  const editor = useEditor();
  const type = editor.typeOf(node);
  const rule = /** @type {Schema | undefined} */ (/** @type {any} */ (type?.schema.properties)?.reentry);
  const reentry = nodeAt(editor.flow, node)?.config.reentry ?? rule?.default;
  return html`<li><button type="button" className="plain port-target" onClick=${() => editor.open(node)}>
    ${h(Icon, { name: type?.icon ?? "puzzle", size: 16 })}
    <span>${editor.nameOf(node)}${rule && reentry ? html`<small>${rule.title}: ${wordsFor(rule, reentry)}</small>` : null}</span></button></li>`;
}
