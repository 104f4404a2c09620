/** One person: what is known, what they agreed to, where they stand, and all that happened. */

import { useEffect, useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { dateTime } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { useMay } from "../../shell/may.js";
import { go } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { confirm } from "../../ui/Dialog.js";
import { Menu } from "../../ui/Menu.js";
import { Page } from "../../ui/Page.js";
import { shown } from "../../ui/States.js";
import { sayError, toast } from "../../ui/Toast.js";
import { EditContact } from "./EditContact.js";
import { called } from "./fetching.js";
import { Facts, Inside, Tags } from "./ProfileParts.js";
import { Subscriptions } from "./Subscriptions.js";
import { Suppressed } from "./Suppressed.js";
import { Timeline } from "./Timeline.js";

/** @import {Contact} from "./fetching.js" */
/** @import {Waiting} from "./moments.js" */

const NOWHERE = /** @type {readonly Waiting[]} */ ([]);

/** @param {{id: string}} props */
export function Profile({ id }) {
  const path = `/contacts/${encodeURIComponent(id)}`;
  const contact = useLoad((signal) => get(path, signal), [path]);
  const person = /** @type {Contact | undefined} */ (contact.data);
  return h(Page, {
    title: person ? called(person) : t("contacts.title"),
    wide: true,
    back: { to: "/contacts", label: t("contacts.title") },
    about:
      person &&
      t("contacts.profile.about", { added: dateTime(person.created_at), changed: dateTime(person.updated_at) }),
    badge: person?.is_suppressed
      ? h(Badge, { tone: "bad", children: t("contacts.profile.suppressed") })
      : undefined,
    actions: person && h(Actions, { person, onChanged: contact.reload, onPut: contact.put }),
    children: shown(contact, (/** @type {Contact} */ found) =>
      h(Body, { key: found.id, person: found, onChanged: contact.reload }),
    ),
  });
}

/** @param {{person: Contact, onChanged: () => void, onPut: (person: Contact) => void}} props */
function Actions({ person, onPut }) {
  const mayWrite = useMay("contacts:write");
  const [isEditing, setEditing] = useState(false);
  if (!mayWrite) return null;
  const erase = async () => {
    const name = called(person);
    const question = {
      title: t("contacts.eraseOne", { name }),
      text: t("contacts.eraseText"),
      action: t("contacts.eraseForGood"),
      isDanger: true,
    };
    if (!(await confirm(question))) return;
    try {
      await change("DELETE", `/contacts/${person.id}`);
      toast({ text: t("contacts.erased", { name }), tone: "good" });
      go("/contacts");
    } catch (error) {
      sayError(error);
    }
  };
  return html`${h(Button, { kind: "primary", icon: "pencil", onClick: () => setEditing(true) }, t("ui.edit"))}
    ${h(Menu, { label: t("ui.more"), items: [{ label: t("contacts.eraseForGood"), icon: "trash-2", isDanger: true, onClick: erase }] })}
    ${isEditing && h(EditContact, { person, onClose: () => setEditing(false), onSaved: onPut })}`;
}

/** @param {{person: Contact, onChanged: () => void}} props */
function Body({ person, onChanged }) {
  const mayRead = useMay("journeys:read");
  const [waiting, setWaiting] = useState(NOWHERE);
  const timeline = usePages(
    async (cursor, signal) => {
      if (!mayRead) return { items: [], next: null };
      const page = await get(withQuery(`/contacts/${person.id}/timeline`, { cursor }), signal);
      if (cursor === null) setWaiting(page.waiting);
      return page;
    },
    [person.id, mayRead],
  );
  const { data: journeys } = useLoad(
    (signal) => (mayRead ? get("/journeys?limit=200", signal) : Promise.resolve(null)),
    [mayRead],
  );
  const names = new Map(
    (journeys?.items ?? []).map((/** @type {{slug: string, name: string}} */ { slug, name }) => [slug, name]),
  );
  const { reload } = timeline;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was changed shows in the timeline, too.
  useEffect(() => reload(), [person.updated_at, reload]);
  const changed = () => {
    onChanged();
    reload();
  };
  return html`<div className="profile">
    <div className="profile-main">
      ${h(Inside, { waiting, names })}
      ${h(Timeline, { list: timeline, names })}
    </div>
    <aside className="profile-side" aria-label=${t("contacts.profile.known")}>
      ${person.is_suppressed && h(Suppressed, { person, onChanged: changed })}
      ${h(Facts, { person })}
      ${h(Tags, { person, onChanged: changed })}
      ${h(Subscriptions, { id: person.id, onChanged: changed })}
      ${person.email && !person.is_suppressed && h(Suppressed, { person, onChanged: changed })}
    </aside>
  </div>`;
}
