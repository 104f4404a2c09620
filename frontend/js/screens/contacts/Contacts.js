/** All contacts: found, filtered, chosen, added. */

import { useState } from "react";
import { get } from "../../api/http.js";
import { h, html } from "../../kit/h.js";
import { useLoad, useSettled } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { useMay } from "../../shell/may.js";
import { go, useQuery } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { SelectField } from "../../ui/Field.js";
import { More } from "../../ui/More.js";
import { Page } from "../../ui/Page.js";
import { SearchField } from "../../ui/SearchField.js";
import { Empty, shown } from "../../ui/States.js";
import { AddContact } from "./AddContact.js";
import { Chosen } from "./Chosen.js";
import { ContactTable } from "./ContactTable.js";
import { contactsOf } from "./fetching.js";

const NOBODY = /** @type {ReadonlySet<number>} */ (new Set());

export function Contacts() {
  const mayWrite = useMay("contacts:write");
  const [search, setSearch] = useState("");
  const [tag, setTag] = useQuery("tag");
  const [segment, setSegment] = useQuery("segment");
  const [chosen, choose] = useState(NOBODY);
  const [isAdding, setAdding] = useState(false);
  const q = useSettled(search.trim(), 250);
  const wanted = { q: segment ? "" : q, tag, segment };
  const list = usePages((cursor, signal) => contactsOf(wanted, cursor, signal), [wanted.q, tag, segment]);
  const changed = () => {
    choose(NOBODY);
    list.reload();
  };
  const isFiltered = Boolean(q || tag || segment);
  return h(Page, {
    title: t("contacts.title"),
    about: t("contacts.about"),
    actions:
      mayWrite &&
      html`${h(Button, { icon: "file-up", onClick: () => go("/contacts/import") }, t("contacts.import"))}
      ${h(Button, { kind: "primary", icon: "user-plus", onClick: () => setAdding(true) }, t("contacts.add"))}`,
    children: html`
      <div className="row filters">
        ${!segment && h(SearchField, { label: t("contacts.search"), value: search, onChange: setSearch })}
        ${h(Filters, { tag, segment, onTag: setTag, onSegment: setSegment })}
      </div>
      ${shown(list, (people) =>
        people.length
          ? html`${mayWrite && chosen.size > 0 && h(Chosen, { people: people.filter(({ id }) => chosen.has(id)), onClear: () => choose(NOBODY), onDone: changed })}
            ${h(ContactTable, { people, chosen, onChoose: mayWrite ? choose : null, onTag: setTag })}
            ${h(More, { list })}`
          : h(Nothing, { isFiltered, mayWrite, onAdd: () => setAdding(true) }),
      )}
      ${isAdding && h(AddContact, { onClose: () => setAdding(false), onAdded: changed })}`,
  });
}

/** @param {{tag: string, segment: string, onTag: (tag: string) => void, onSegment: (slug: string) => void}} props */
function Filters({ tag, segment, onTag, onSegment }) {
  const { data: tags } = useLoad((signal) => get("/tags", signal), []);
  const { data: segments } = useLoad((signal) => get("/segments?limit=200", signal), []);
  return html`
    ${
      !segment &&
      h(SelectField, {
        label: t("contacts.byTag"),
        hideLabel: true,
        none: t("contacts.anyTag"),
        value: tag,
        onChange: onTag,
        choices: (tags?.items ?? []).map((/** @type {{name: string}} */ { name }) => ({
          value: name,
          label: name,
        })),
      })
    }
    ${
      !tag &&
      h(SelectField, {
        label: t("contacts.bySegment"),
        hideLabel: true,
        none: t("contacts.anySegment"),
        value: segment,
        onChange: onSegment,
        choices: (segments?.items ?? []).map((/** @type {{slug: string, name: string}} */ { slug, name }) => ({
          value: slug,
          label: name,
        })),
      })
    }`;
}

/** @param {{isFiltered: boolean, mayWrite: boolean, onAdd: () => void}} props */
function Nothing({ isFiltered, mayWrite, onAdd }) {
  if (isFiltered)
    return h(Empty, { icon: "search", title: t("contacts.nobodyFound"), text: t("contacts.nobodyFoundText") });
  return h(
    Empty,
    { icon: "users", title: t("contacts.nobody"), text: t("contacts.nobodyText") },
    mayWrite &&
      h(Button, { kind: "primary", icon: "file-up", onClick: () => go("/contacts/import") }, t("contacts.import")),
    mayWrite && h(Button, { icon: "user-plus", onClick: onAdd }, t("contacts.add")),
  );
}
