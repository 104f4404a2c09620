/** What people can subscribe to. */

import { useState } from "react";
import { change, get } from "../../api/http.js";
import { TopicDialog } from "../../forms/dialogs/TopicDialog.js";
import { forgetLists } from "../../forms/lookups.js";
import { useSaving } from "../../forms/useSaving.js";
import { number } from "../../kit/format.js";
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

/** @typedef {{slug: string, name: string, description: string, subscribed: number}} Topic */

export function Topics() {
  const mayWrite = useMay("contacts:write");
  const list = useLoad((signal) => get("/topics", signal), []);
  const [isAdding, setAdding] = useState(false);
  const [asked, ask] = useState(/** @type {Topic | null} */ (null));
  const changed = () => {
    forgetLists();
    list.reload();
  };
  const remove = async (/** @type {Topic} */ { slug, name }) => {
    const question = {
      title: t("settings.topics.deleteTitle", { name }),
      text: t("settings.topics.deleteText"),
      action: t("ui.delete"),
      isDanger: true,
    };
    if (!(await confirm(question))) return;
    try {
      await change("DELETE", `/topics/${slug}`);
      changed();
    } catch (error) {
      sayError(error);
    }
  };
  const acts = (/** @type {Topic} */ topic) => [
    { label: t("ui.edit"), icon: "pencil", onClick: () => ask(topic) },
    { label: t("ui.delete"), icon: "trash-2", isDanger: true, onClick: () => remove(topic) },
  ];
  return html`<div className="stack wide">
    <div className="row spread"><p className="quiet-text">${t("settings.topics.about")}</p>
      ${mayWrite && h(Button, { kind: "primary", icon: "plus", onClick: () => setAdding(true) }, t("settings.topics.add"))}</div>
    ${shown(list, ({ items }) =>
      items.length
        ? html`<div className="panel table-holder"><table>
          <thead><tr><th>${t("settings.topics.name")}</th><th>${t("settings.topics.description")}</th><th className="number">${t("settings.topics.subscribed")}</th>${mayWrite && html`<th><span className="visually-hidden">${t("ui.more")}</span></th>`}</tr></thead>
          <tbody>${items.map(
            (/** @type {Topic} */ topic) => html`<tr key=${topic.slug}>
            <td><strong>${topic.name}</strong></td><td className="quiet-text">${topic.description}</td><td className="number">${number(topic.subscribed)}</td>
            ${mayWrite && html`<td className="acts">${h(Menu, { label: t("settings.actsOf", { name: topic.name }), kind: "plain", small: true, items: acts(topic) })}</td>`}
          </tr>`,
          )}</tbody>
        </table></div>`
        : h(Empty, { icon: "megaphone", title: t("settings.topics.empty"), text: t("settings.topics.emptyText") }),
    )}
    ${
      isAdding &&
      h(TopicDialog, {
        slug: null,
        onClose: () => setAdding(false),
        onSaved: () => {
          setAdding(false);
          changed();
        },
      })
    }
    ${asked && h(EditTopic, { topic: asked, onClose: () => ask(null), onSaved: changed })}
  </div>`;
}

/** @param {{topic: Topic, onClose: () => void, onSaved: () => void}} props */
function EditTopic({ topic, onClose, onSaved }) {
  const [name, setName] = useState(topic.name);
  const [description, setDescription] = useState(topic.description);
  const { isSaving, errorAt, submit } = useSaving(async () => {
    await change("PATCH", `/topics/${topic.slug}`, { name: name.trim(), description: description.trim() });
    onSaved();
    onClose();
  });
  return h(Dialog, {
    title: topic.name,
    size: "small",
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: "edit-topic", busy: isSaving, disabled: !name.trim() }, t("ui.save"))}`,
    children: html`<form noValidate id="edit-topic" className="form" onSubmit=${submit}>
      ${h(TextField, { label: t("settings.topics.name"), value: name, error: errorAt("/name"), maxLength: 200, autoFocus: true, onChange: setName })}
      ${h(TextField, { label: t("settings.topics.description"), hint: t("settings.topics.descriptionHint"), rows: 2, value: description, error: errorAt("/description"), onChange: setDescription })}
    </form>`,
  });
}
