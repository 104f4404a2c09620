/** What is known of contacts beside the built-in fields, and the events that came so far. */

import { useState } from "react";
import { change, get } from "../../api/http.js";
import { AttributeDialog } from "../../forms/dialogs/AttributeDialog.js";
import { forgetLists } from "../../forms/lookups.js";
import { useSaving } from "../../forms/useSaving.js";
import { ago, number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { Button } from "../../ui/Button.js";
import { confirm, Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { Menu } from "../../ui/Menu.js";
import { Empty, shown } from "../../ui/States.js";
import { sayError } from "../../ui/Toast.js";

/** @typedef {{key: string, name: string, type: "text" | "number" | "boolean" | "date" | "moment"}} Attribute */
/** @typedef {{name: string, events: number, contacts: number, last_at: string}} EventName */

export function Attributes() {
  const mayWrite = useMay("contacts:write");
  const list = useLoad((signal) => get("/attributes", signal), []);
  const [isAdding, setAdding] = useState(false);
  const [asked, ask] = useState(/** @type {Attribute | null} */ (null));
  const changed = () => {
    forgetLists();
    list.reload();
  };
  const remove = async (/** @type {Attribute} */ { key, name }) => {
    const question = {
      title: t("settings.attributes.deleteTitle", { name }),
      text: t("settings.attributes.deleteText"),
      action: t("settings.attributes.delete"),
      isDanger: true,
    };
    if (!(await confirm(question))) return;
    try {
      await change("DELETE", `/attributes/${key}`);
      changed();
    } catch (error) {
      sayError(error);
    }
  };
  const acts = (/** @type {Attribute} */ attribute) => [
    { label: t("settings.attributes.rename"), icon: "pencil", onClick: () => ask(attribute) },
    { label: t("ui.delete"), icon: "trash-2", isDanger: true, onClick: () => remove(attribute) },
  ];
  return html`<div className="stack wide">
    <div className="row spread"><p className="quiet-text">${t("settings.attributes.about")}</p>
      ${mayWrite && h(Button, { kind: "primary", icon: "plus", onClick: () => setAdding(true) }, t("settings.attributes.add"))}</div>
    ${shown(list, ({ items }) =>
      items.length
        ? html`<div className="panel table-holder"><table>
          <thead><tr><th>${t("settings.attributes.name")}</th><th>${t("settings.attributes.type")}</th><th>${t("settings.attributes.key")}</th>${mayWrite && html`<th><span className="visually-hidden">${t("ui.more")}</span></th>`}</tr></thead>
          <tbody>${items.map(
            (/** @type {Attribute} */ attribute) => html`<tr key=${attribute.key}>
            <td><strong>${attribute.name}</strong></td><td>${t(`forms.kinds.${attribute.type}`)}</td><td><code>${attribute.key}</code></td>
            ${mayWrite && html`<td className="acts">${h(Menu, { label: t("settings.actsOf", { name: attribute.name }), kind: "plain", small: true, items: acts(attribute) })}</td>`}
          </tr>`,
          )}</tbody>
        </table></div>`
        : h(Empty, {
            icon: "tag",
            title: t("settings.attributes.empty"),
            text: t("settings.attributes.emptyText"),
          }),
    )}
    ${h(Events)}
    ${
      isAdding &&
      h(AttributeDialog, {
        slug: null,
        onClose: () => setAdding(false),
        onSaved: () => {
          setAdding(false);
          changed();
        },
      })
    }
    ${asked && h(Rename, { attribute: asked, onClose: () => ask(null), onSaved: changed })}
  </div>`;
}

/** @param {{attribute: Attribute, onClose: () => void, onSaved: () => void}} props */
function Rename({ attribute, onClose, onSaved }) {
  const [name, setName] = useState(attribute.name);
  const { isSaving, errorAt, submit } = useSaving(async () => {
    await change("PATCH", `/attributes/${attribute.key}`, { name: name.trim() });
    onSaved();
    onClose();
  });
  return h(Dialog, {
    title: t("settings.attributes.renameTitle", { name: attribute.name }),
    size: "small",
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: "rename", busy: isSaving, disabled: !name.trim() }, t("ui.save"))}`,
    children: html`<form noValidate id="rename" className="form" onSubmit=${submit}>
      ${h(TextField, { label: t("settings.attributes.name"), hint: t("settings.attributes.keyStays", { key: attribute.key }), value: name, error: errorAt("/name"), maxLength: 200, autoFocus: true, onChange: setName })}
    </form>`,
  });
}

function Events() {
  const list = useLoad((signal) => get("/event-names", signal), []);
  return html`<section className="stack"><h2>${t("settings.events.title")}</h2><p className="quiet-text">${t("settings.events.about")}</p>
    ${shown(list, ({ items }) =>
      items.length
        ? html`<div className="panel table-holder"><table>
          <thead><tr><th>${t("settings.events.name")}</th><th className="number">${t("settings.events.count")}</th><th className="number">${t("settings.events.people")}</th><th>${t("settings.events.last")}</th></tr></thead>
          <tbody>${items.map((/** @type {EventName} */ one) => html`<tr key=${one.name}><td><code>${one.name}</code></td><td className="number">${number(one.events)}</td><td className="number">${number(one.contacts)}</td><td>${one.last_at && ago(one.last_at)}</td></tr>`)}</tbody>
        </table></div>`
        : html`<p className="hint">${t("settings.events.none")}</p>`,
    )}</section>`;
}
