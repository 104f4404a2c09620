/** The mail that the person would get, as they would see it. */

import { change } from "../api/http.js";
import { h, html } from "../kit/h.js";
import { useLoad } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { MailFrame } from "../ui/MailFrame.js";
import { shown } from "../ui/States.js";

/** @import {WouldSend} from "./walked.js" */

/** @param {{mail: WouldSend, contact: number, data: Record<string, unknown>, onClose: () => void}} props */
export function MailPreview({ mail, contact, data, onClose }) {
  const mailed = useLoad(
    (signal) =>
      change(
        "POST",
        `/messages/${encodeURIComponent(mail.message)}/preview`,
        { contact_id: contact, data },
        { signal },
      ),
    [mail.message, contact],
  );
  return h(Dialog, {
    title: mail.name,
    size: "large",
    onClose,
    actions: h(Button, { kind: "primary", onClick: onClose }, t("ui.close")),
    children: shown(
      mailed,
      (found) => html`<dl className="mail-head">
          <dt>${t("builder.trial.subject")}</dt><dd>${found.subject || mail.subject}</dd>
          ${mail.withheld && html`<dt>${t("builder.trial.wouldSend")}</dt><dd>${t("builder.trial.withheld", { why: mail.withheld })}</dd>`}
        </dl>
        ${found.problem && html`<p className="notice small">${found.problem}</p>`}
        ${found.html ? h(MailFrame, { content: found.html, title: mail.name }) : html`<pre className="mail-text">${found.text}</pre>`}`,
    ),
  });
}
