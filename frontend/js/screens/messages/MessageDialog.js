/** Writing a message without leaving what one is at. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { MessageEditor } from "./MessageEditor.js";
import { useMessage } from "./useMessage.js";

/**
 * @param {{slug: string | null, words?: string, onClose: () => void, onSaved: (slug: string) => void}} props `slug` null: a new
 *   message; `words`: what it may be called
 */
export function MessageDialog({ slug, words = "", onClose, onSaved }) {
  const mayWrite = useMay("messages:write");
  const writing = useMessage(slug, onSaved, words);
  const { draft, isChanged, isSaving, save, saved } = writing;
  const saveAndClose = async () => {
    if ((await save()) !== null) onClose();
  };
  return h(Dialog, {
    title: slug === null ? t("messages.newTitle") : draft.name || t("messages.untitled"),
    size: "large",
    onClose,
    children: html`<div className="message-dialog">${h(MessageEditor, { writing })}</div>`,
    actions:
      mayWrite && !saved?.archived_at
        ? html`<span className="hint save-state" role="status">${isChanged ? t("messages.unsaved") : ""}</span>
          ${h(Button, { onClick: onClose }, t("ui.close"))}
          ${h(Button, { kind: "primary", busy: isSaving, icon: "check", disabled: !isChanged && slug !== null, onClick: saveAndClose }, t(slug === null ? "messages.create" : "messages.saveMessage"))}`
        : h(Button, { kind: "primary", onClick: onClose }, t("ui.close")),
  });
}
