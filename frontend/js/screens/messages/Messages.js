/** All messages. */

import { useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { ago, dateTime, number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useSettled } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { useMay } from "../../shell/may.js";
import { go, Link, useQuery } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { More } from "../../ui/More.js";
import { Page } from "../../ui/Page.js";
import { SearchField } from "../../ui/SearchField.js";
import { Empty, shown } from "../../ui/States.js";
import { sayError, toast } from "../../ui/Toast.js";
import { duplicate, putAway } from "./acts.js";
import { plainly } from "./content.js";
import { kept } from "./kept.js";

/** @typedef {{slug: string, name: string, subject: string, version: number, updated_at: string}} Item */

export function Messages() {
  const mayWrite = useMay("messages:write");
  const [view, setView] = useQuery("view");
  const [search, setSearch] = useState("");
  const q = useSettled(search.trim(), 250);
  const isArchive = view === "archived";
  const list = usePages(
    (cursor, signal) => get(withQuery("/messages", { q, archived: isArchive || "", cursor, limit: 100 }), signal),
    [q, isArchive],
  );
  const write = () => go("/messages/new");
  return h(Page, {
    title: t("messages.title"),
    about: t("messages.about"),
    actions:
      mayWrite &&
      h(
        Button,
        { kind: "primary", icon: "plus", onClick: write },
        t(kept(null) ? "messages.goOn" : "messages.new"),
      ),
    children: html`
      <div className="row">
        ${h(SearchField, { label: t("messages.search"), value: search, onChange: setSearch })}
        <div className="switch" role="group" aria-label=${t("messages.which")}>
          ${h(Button, { small: true, pressed: !isArchive, onClick: () => setView("") }, t("messages.active"))}
          ${h(Button, { small: true, pressed: isArchive, onClick: () => setView("archived") }, t("messages.archivedTab"))}
        </div>
      </div>
      ${shown(list, (items) =>
        items.length
          ? html`${h(Table, { items, isArchive, mayWrite, onChanged: list.reload })}${h(More, { list })}`
          : h(Nothing, { isSearch: Boolean(q), isArchive, onWrite: mayWrite ? write : null }),
      )}`,
  });
}

/** @param {{isSearch: boolean, isArchive: boolean, onWrite: (() => void) | null}} props */
function Nothing({ isSearch, isArchive, onWrite }) {
  if (isSearch)
    return h(Empty, { icon: "search", title: t("messages.nothingFound"), text: t("messages.nothingFoundText") });
  if (isArchive)
    return h(Empty, { icon: "archive", title: t("messages.archiveEmpty"), text: t("messages.archiveEmptyText") });
  return h(
    Empty,
    { icon: "mail", title: t("messages.empty"), text: t("messages.emptyText") },
    onWrite && h(Button, { kind: "primary", icon: "plus", onClick: onWrite }, t("messages.new")),
    h(Button, { icon: "layout-template", onClick: () => go("/gallery") }, t("messages.toGallery")),
  );
}

/** @param {{items: readonly Item[], isArchive: boolean, mayWrite: boolean, onChanged: () => void}} props */
function Table({ items, isArchive, mayWrite, onChanged }) {
  const restore = async (/** @type {Item} */ item) => {
    try {
      await change("DELETE", `/messages/${item.slug}/archive`);
      toast({ text: t("messages.restored", { name: item.name }), tone: "good" });
      onChanged();
    } catch (error) {
      sayError(error);
    }
  };
  const archive = async (/** @type {Item} */ item) => {
    if (!(await putAway(item.slug, item.name))) return;
    toast({
      text: t("messages.archivedNow", { name: item.name }),
      action: { label: t("ui.undo"), run: () => restore(item) },
    });
    onChanged();
  };
  const acts = (/** @type {Item} */ item) =>
    isArchive
      ? [{ label: t("messages.unarchive"), icon: "archive-restore", onClick: () => restore(item) }]
      : [
          { label: t("messages.duplicate"), icon: "copy-plus", onClick: () => duplicate(item.slug) },
          { label: t("messages.archive"), icon: "archive", onClick: () => archive(item) },
        ];
  return html`<div className="panel table-holder"><table className="message-table">
    <thead><tr><th>${t("messages.columns.name")}</th><th>${t("messages.columns.subject")}</th><th className="number">${t("messages.columns.versions")}</th>
      <th>${t("messages.columns.updated")}</th>${mayWrite && html`<th><span className="visually-hidden">${t("ui.more")}</span></th>`}</tr></thead>
    <tbody>
      ${items.map(
        (item) => html`<tr key=${item.slug}>
        <td>${h(Link, { to: `/messages/${item.slug}` }, item.name)} ${kept(item.slug) && h(Badge, { tone: "warn", children: t("messages.unsaved") })}</td>
        <td className="quiet-text">${plainly(item.subject)}</td>
        <td className="number">${number(item.version)}</td>
        <td><time dateTime=${item.updated_at} title=${dateTime(item.updated_at)}>${ago(item.updated_at)}</time></td>
        ${mayWrite && html`<td className="acts">${h(Menu, { label: t("messages.actsOf", { name: item.name }), kind: "plain", small: true, items: acts(item) })}</td>`}
      </tr>`,
      )}
    </tbody>
  </table></div>`;
}
