/** All versions of a message; each can be looked at and taken up again. */

import { useState } from "react";
import { get, send } from "../../api/http.js";
import { dateTime } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { MailFrame } from "../../ui/MailFrame.js";
import { Failure, shown } from "../../ui/States.js";
import { toast } from "../../ui/Toast.js";
import { contentOf, draftOf } from "./content.js";

/** @import {Content} from "./content.js" */
/** @import {Writing} from "./useMessage.js" */
/** @typedef {{number: number, subject: string, created_at: string}} Item */

/** @param {{writing: Writing, onClose: () => void}} props */
export function Versions({ writing, onClose }) {
  const { slug, saved, draft, replace, isChanged } = writing;
  const [chosen, choose] = useState(saved?.version ?? 1);
  const list = useLoad((signal) => get(`/messages/${slug}/versions?limit=200`, signal), [slug]);
  const one = useLoad((signal) => get(`/messages/${slug}/versions/${chosen}`, signal), [slug, chosen]);
  const takeUp = (/** @type {Content} */ content) => {
    replace(draftOf(draft.name, content));
    toast({ text: t("messages.versions.taken", { n: chosen }) });
    onClose();
  };
  return h(Dialog, {
    title: t("messages.versions.title"),
    size: "large",
    onClose,
    children: html`<p className="quiet-text">${t("messages.versions.about")}</p>
      <div className="versions">
        ${shown(
          list,
          ({ items }) => html`<ol className="version-list">
          ${items.map(
            (/** @type {Item} */ item) => html`<li key=${item.number}>
            <button type="button" className="plain" aria-pressed=${item.number === chosen} onClick=${() => choose(item.number)}>
              <span><strong>${t("messages.versions.nth", { n: item.number })}</strong> ${item.number === saved?.version && h(Badge, { tone: "accent", children: t("messages.versions.newest") })}
              <small>${dateTime(item.created_at)}</small></span>
            </button></li>`,
          )}</ol>`,
        )}
        <div className="version-view">${shown(one, ({ content }) => h(Look, { key: chosen, slug: slug ?? "", content }))}</div>
      </div>`,
    actions: html`${h(Button, { onClick: onClose }, t("ui.close"))}
      ${h(Button, { kind: "primary", icon: "undo-2", disabled: !one.data || one.isLoading || Boolean(saved?.archived_at) || (chosen === saved?.version && !isChanged), onClick: () => one.data && takeUp(one.data.content) }, t("messages.versions.takeUp", { n: chosen }))}`,
  });
}

/** @param {{slug: string, content: Content}} props */
function Look({ slug, content }) {
  const look = useLoad(
    async (signal) =>
      (
        await send("POST", `/messages/${slug}/preview`, {
          body: { content: contentOf(draftOf("", content)) },
          signal,
        })
      ).data,
    [slug, content],
  );
  return shown(
    look,
    ({ subject, html: source, problems }) => html`<h3>${subject || content.subject}</h3>
      ${source ? h(MailFrame, { content: source, title: content.subject }) : h(Failure, { error: new Error(problems[0]?.detail ?? "") })}`,
  );
}
