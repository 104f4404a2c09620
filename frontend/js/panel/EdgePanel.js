/** A connection: from where to where, and how it is taken away. */

import { cut } from "../builder/acts.js";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { edgeAt } from "../model/document.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { PanelHead } from "./PanelHead.js";

/** @import {PortRef} from "../model/types.js" */

/** @param {{edge: PortRef, onClose: () => void}} props */
export function EdgePanel({ edge, onClose }) {
  const editor = useEditor();
  useEdit((state) => state.report);
  const to = edgeAt(editor.flow, edge)?.to ?? "";
  const ports = editor.portsOf(edge.from);
  const port = ports.find((one) => one.key === edge.port);
  const step = (
    /** @type {string} */ key,
  ) => html`<button type="button" className="plain port-target" onClick=${() => editor.open(key)}>
    ${h(Icon, { name: editor.typeOf(key)?.icon ?? "puzzle", size: 16 })}<span>${editor.nameOf(key)}</span></button>`;
  return html`${h(PanelHead, { icon: "arrow-down", title: t("panel.connection"), onClose })}
  <div className="panel-body">
    <section className="panel-section"><h3>${t("panel.from")}</h3>${step(edge.from)}
      ${ports.length > 1 && html`<p className="panel-help">${t("panel.byPort", { port: port?.label || edge.port })}</p>`}</section>
    <section className="panel-section"><h3>${t("panel.to")}</h3>${step(to)}</section>
  </div>
  ${!editor.isReadOnly && html`<footer className="panel-foot">${h(Button, { small: true, icon: "unlink", onClick: () => cut(editor, edge) }, t("panel.cut"))}</footer>`}`;
}
