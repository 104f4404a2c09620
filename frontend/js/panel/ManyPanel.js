/** Several steps at once: which they are, and what can be done with them together. */

import { copied, double, remove } from "../builder/acts.js";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { sayError, toast } from "../ui/Toast.js";
import { PanelHead } from "./PanelHead.js";

/** @param {{keys: readonly string[], onClose: () => void}} props */
export function ManyPanel({ keys, onClose }) {
  const editor = useEditor();
  useEdit((state) => state.report);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(copied(editor));
      toast({ text: t("panel.copied", { n: keys.length }) });
    } catch (error) {
      sayError(error);
    }
  };
  return html`${h(PanelHead, { icon: "layout-grid", title: t("panel.many", { n: keys.length }), onClose })}
  <div className="panel-body">
    <ul className="panel-many">
      ${keys.map(
        (
          key,
        ) => html`<li key=${key}><button type="button" className="plain port-target" onClick=${() => editor.open(key)}>
        ${h(Icon, { name: editor.typeOf(key)?.icon ?? "puzzle", size: 16 })}<span>${editor.nameOf(key)}</span></button></li>`,
      )}
    </ul>
  </div>
  <footer className="panel-foot">
    ${h(Button, { small: true, icon: "copy", onClick: copy }, t("panel.copy"))}
    ${
      !editor.isReadOnly &&
      html`${h(Button, { small: true, icon: "copy-plus", onClick: () => double(editor, keys) }, t("panel.duplicate"))}
      ${h(Button, { small: true, kind: "plain", icon: "trash-2", className: "danger-words", onClick: () => remove(editor, keys) }, t("panel.delete"))}`
    }
  </footer>`;
}
