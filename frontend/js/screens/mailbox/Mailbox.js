/** What the captive mailbox kept, the newest first; new mail shows up by itself. */

import { useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { ago, dateTime } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useEvery, useSettled } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { useMay } from "../../shell/may.js";
import { go, Link } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { confirm } from "../../ui/Dialog.js";
import { Menu } from "../../ui/Menu.js";
import { More } from "../../ui/More.js";
import { Page } from "../../ui/Page.js";
import { SearchField } from "../../ui/SearchField.js";
import { Empty, shown } from "../../ui/States.js";
import { sayError, toast } from "../../ui/Toast.js";

/** @typedef {{id: number, received_at: string, recipient: string, subject: string, journey: string | null,
 *   journey_name: string | null}} Item */

const LOOK_MS = 4000;
const PAGE = 50;

export function Mailbox() {
  const mayWrite = useMay("messages:write");
  const [search, setSearch] = useState("");
  const q = useSettled(search.trim(), 250);
  const list = usePages((cursor, signal) => get(withQuery("/mailbox", { q, cursor, limit: PAGE }), signal), [q]);
  // Whoever reads further down keeps what they see.
  useEvery((list.data?.length ?? 0) > PAGE ? null : LOOK_MS, list.reload);
  const clear = async () => {
    const question = {
      title: t("mailbox.clearTitle"),
      text: t("mailbox.clearText"),
      action: t("mailbox.clear"),
      isDanger: true,
    };
    if (!(await confirm(question))) return;
    try {
      await change("DELETE", "/mailbox");
      toast({ text: t("mailbox.cleared"), tone: "good" });
      list.reload();
    } catch (error) {
      sayError(error);
    }
  };
  return h(Page, {
    title: t("mailbox.title"),
    about: t("mailbox.about"),
    actions: html`${h(Button, { icon: "refresh-cw", onClick: list.reload }, t("mailbox.refresh"))}
      ${mayWrite && h(Menu, { label: t("ui.more"), items: [{ label: t("mailbox.clear"), icon: "trash-2", isDanger: true, onClick: clear }] })}`,
    children: html`
      <div className="row">${h(SearchField, { label: t("mailbox.search"), value: search, onChange: setSearch })}
        <span className="hint">${t("mailbox.live")}</span></div>
      ${shown(list, (items) => (items.length ? html`${h(Table, { items })}${h(More, { list })}` : h(Nothing, { isSearch: Boolean(q) })))}`,
  });
}

/** @param {{isSearch: boolean}} props */
function Nothing({ isSearch }) {
  if (isSearch)
    return h(Empty, { icon: "search", title: t("mailbox.nothingFound"), text: t("mailbox.nothingFoundText") });
  return h(
    Empty,
    { icon: "inbox", title: t("mailbox.empty"), text: t("mailbox.emptyText") },
    h(Button, { kind: "primary", icon: "mail", onClick: () => go("/messages") }, t("mailbox.toMessages")),
  );
}

/** @param {{items: readonly Item[]}} props */
function Table({ items }) {
  return html`<div className="panel table-holder"><table className="mailbox-table">
    <thead><tr><th>${t("mailbox.columns.to")}</th><th>${t("mailbox.columns.subject")}</th><th>${t("mailbox.columns.journey")}</th><th>${t("mailbox.columns.when")}</th></tr></thead>
    <tbody>
      ${items.map(
        (item) => html`<tr key=${item.id}>
        <td className="mailbox-to">${item.recipient}</td>
        <td>${h(Link, { to: `/mailbox/${item.id}` }, item.subject || t("mailbox.noSubject"))}<span className="when-narrow">${item.recipient}</span></td>
        <td className="quiet-text">${item.journey ? item.journey_name : t("mailbox.noJourney")}</td>
        <td className="when"><time dateTime=${item.received_at} title=${dateTime(item.received_at)}>${ago(item.received_at)}</time></td>
      </tr>`,
      )}
    </tbody>
  </table></div>`;
}
