/** The ways out of a step: where each leads; go there, lead it elsewhere, disconnect. */

import { cut, join } from "../builder/acts.js";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { Wronged } from "../forms/Wronged.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { edgeAt, nodeAt } from "../model/document.js";
import { walkOrder } from "../model/order.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";

/** @import {Problem} from "../builder/editor.js" */
/** @import {Port} from "../model/types.js" */

/** @param {{node: string, open: readonly Problem[]}} props `open`: problems of ways that lead nowhere yet */
export function Ports({ node, open }) {
  const editor = useEditor();
  useEdit((state) => state.history.present);
  useEdit((state) => state.report);
  const counts = useEdit((state) => state.counts?.[node]);
  const ports = editor.portsOf(node);
  if (!ports.length) return html`<p className="panel-help">${t("panel.ends")}</p>`;
  return html`<section className="panel-section">
    <h3>${t("panel.next")}</h3>
    <ul className="panel-ports">
      ${ports.map((port) => h(Way, { key: port.key, node, port, isOnly: ports.length === 1, passed: counts?.passed[port.key], problem: open.find((one) => one.port === port.key) }))}
    </ul>
  </section>`;
}

/** @param {{node: string, port: Port, isOnly: boolean, passed: number | undefined, problem: Problem | undefined}} props */
function Way({ node, port, isOnly, passed, problem }) {
  const editor = useEditor();
  const { flow, isReadOnly } = editor;
  const to = edgeAt(flow, { from: node, port: port.key })?.to;
  const isThere = to !== undefined && nodeAt(flow, to) !== undefined;
  const label = port.label || port.key;
  return html`<li className="panel-port" data-tone=${port.tone}>
    ${!isOnly && html`<span className="port-label">${label}</span>`}
    ${
      isThere
        ? html`<button type="button" className="plain port-target" title=${t("panel.goTo")} onClick=${() => editor.open(to)}>
          ${h(Icon, { name: editor.typeOf(to)?.icon ?? "puzzle", size: 16 })}<span>${editor.nameOf(to)}</span>${h(Icon, { name: "arrow-right", size: 16 })}</button>
          ${!isReadOnly && h(Button, { kind: "plain", small: true, icon: "unlink", label: t("panel.disconnect", { port: label, step: editor.nameOf(to) }), onClick: () => cut(editor, { from: node, port: port.key }) })}`
        : isReadOnly
          ? html`<span className="quiet-text">${t("panel.open")}</span>`
          : h(LeadTo, { node, port: port.key, label })
    }
    ${h(Wronged, { error: isThere ? undefined : problem?.fix || problem?.detail })}
    ${passed !== undefined && html`<small className="port-passed">${t("panel.passed", { n: passed })}</small>`}
  </li>`;
}

/** Leads an open port to a step that is there already. @param {{node: string, port: string, label: string}} props */
function LeadTo({ node, port, label }) {
  const editor = useEditor();
  const targets = walkOrder(editor.flow).filter((key) => key !== node && !editor.typeOf(key)?.is_entry);
  return html`<select className="port-open" value="" aria-label=${t("panel.leadLabel", { port: label })}
      onChange=${(/** @type {{target: {value: string}}} */ event) => join(editor, { from: node, port, to: event.target.value })}>
    <option value="">${t("panel.lead")}</option>
    ${targets.map((key) => html`<option key=${key} value=${key}>${editor.nameOf(key)}</option>`)}
  </select>`;
}
