/** The screen of one message; its address /messages/new writes a new one. */

import { useState } from "react";
import { change } from "../../api/http.js";
import { ago } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { go } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { Page } from "../../ui/Page.js";
import { sayError, toast } from "../../ui/Toast.js";
import { duplicate, putAway } from "./acts.js";
import { MessageEditor } from "./MessageEditor.js";
import { useMessage } from "./useMessage.js";
import { Versions } from "./Versions.js";

/** @import {Writing} from "./useMessage.js" */

const NEW = "new";

/** @param {{slug: string}} props */
export function Message({ slug }) {
  return h(Writer, { key: slug, slug: slug === NEW ? null : slug });
}

/** @param {{slug: string | null}} props */
function Writer({ slug }) {
  const writing = useMessage(slug, (found) => {
    toast({ text: t("messages.savedNow"), tone: "good" });
    if (slug === null) go(`/messages/${found}`, { replace: true });
  });
  const { saved, draft } = writing;
  return h(Page, {
    title: slug === null ? t("messages.newTitle") : saved?.name || draft.name || t("messages.title"),
    wide: true,
    back: { to: "/messages", label: t("messages.title") },
    badge: saved?.archived_at ? h(Badge, { children: t("messages.archived") }) : undefined,
    about: saved ? t("messages.version", { n: saved.version, when: ago(saved.updated_at) }) : undefined,
    actions: h(Actions, { writing }),
    children: h(MessageEditor, { writing }),
  });
}

/** @param {{writing: Writing}} props */
function Actions({ writing }) {
  const { slug, saved, isChanged, isSaving, isLoading, save, load } = writing;
  const mayWrite = useMay("messages:write");
  const [isLooking, setLooking] = useState(false);
  const isAway = Boolean(saved?.archived_at);
  const restore = async () => {
    try {
      await change("DELETE", `/messages/${slug}/archive`);
      load();
    } catch (error) {
      sayError(error);
    }
  };
  return html`
    ${saved && h(Button, { kind: "plain", icon: "history", onClick: () => setLooking(true) }, t("messages.versions.open"))}
    ${
      mayWrite &&
      saved &&
      !isAway &&
      h(Menu, {
        label: t("ui.more"),
        items: [
          { label: t("messages.duplicate"), icon: "copy-plus", onClick: () => duplicate(saved.slug) },
          {
            label: t("messages.archive"),
            icon: "archive",
            onClick: async () => (await putAway(saved.slug, saved.name)) && go("/messages"),
          },
        ],
      })
    }
    ${
      mayWrite &&
      (isAway
        ? h(Button, { kind: "primary", icon: "archive-restore", onClick: restore }, t("messages.unarchive"))
        : html`<span className="hint save-state" role="status">${isChanged && slug !== null ? t("messages.unsaved") : ""}</span>
        ${h(Button, { kind: "primary", icon: "check", busy: isSaving, disabled: isLoading || (!isChanged && slug !== null), onClick: () => save() }, t(slug === null ? "messages.create" : isChanged ? "messages.saveMessage" : "ui.saved"))}`)
    }
    ${isLooking && h(Versions, { writing, onClose: () => setLooking(false) })}`;
}
