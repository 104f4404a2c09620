/** The people in a segment, page by page; of a list they can be added and taken out. */

import { useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { ContactPicker } from "../../forms/ContactPicker.js";
import { nameOf } from "../../forms/lookups.js";
import { number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad, useSettled } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { Link } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { shown } from "../../ui/States.js";
import { sayError, toast } from "../../ui/Toast.js";

/** @import {Contact} from "../../forms/lookups.js" */
/** @import {Segment} from "./saving.js" */

const A_PAGE = 25;

/** @param {{segment: Segment, isChanged: boolean}} props `isChanged`: its condition, not saved yet */
export function Members({ segment, isChanged }) {
  const isList = segment.kind === "fixed";
  const mayWrite = useMay("segments:write") && isList;
  // The cursors of the pages so far: the last one is shown.
  const [cursors, setCursors] = useState(/** @type {readonly string[]} */ ([""]));
  const [count, setCount] = useState(segment.count);
  const [words, setWords] = useState("");
  const q = useSettled(words.trim(), 250);
  const search = (/** @type {string} */ typed) => {
    setWords(typed);
    setCursors([""]);
  };
  const place = `/segments/${segment.slug}/contacts`;
  const page = useLoad(
    (signal) => get(withQuery(place, { cursor: cursors.at(-1), limit: A_PAGE, q }), signal),
    [place, cursors, q],
  );
  const edit = async (/** @type {{add?: number[], remove?: number[]}} */ body, /** @type {string} */ said) => {
    try {
      const done = await change("PATCH", place, body);
      setCount((old) => (old === null ? null : old + done.added - done.removed));
      toast({
        text: body.add && !done.added ? t("segments.alreadyIn") : said,
        ...(body.remove && {
          action: { label: t("ui.undo"), run: () => edit({ add: body.remove ?? [] }, t("segments.putBack")) },
        }),
      });
      page.reload();
    } catch (error) {
      sayError(error);
    }
  };
  return html`<section className="stack members" aria-label=${t("segments.people")}>
    <h2>${t("segments.people")} ${count !== null && html`<span className="quiet-text">${number(count)}</span>`}</h2>
    ${isChanged && html`<p className="quiet-text small">${t("segments.asSaved")}</p>`}
    ${
      (count === null || count > A_PAGE) &&
      html`<div className="search">${h(Icon, { name: "search", size: 18 })}
      <input type="search" aria-label=${t("segments.searchPeople")} placeholder=${t("segments.searchPeople")} value=${words}
        onChange=${(/** @type {{target: {value: string}}} */ event) => search(event.target.value)} /></div>`
    }
    ${
      mayWrite &&
      html`<div className="add-member">${h(ContactPicker, {
        label: t("segments.addPerson"),
        value: null,
        onChange: (contact) =>
          contact && edit({ add: [contact.id] }, t("segments.added", { name: nameOf(contact) })),
      })}</div>`
    }
    ${shown(page, (/** @type {{items: readonly Contact[]}} */ found) =>
      found.items.length
        ? h(Table, {
            people: found.items,
            ...(mayWrite && {
              onRemove: (/** @type {Contact} */ person) =>
                edit({ remove: [person.id] }, t("segments.takenOut", { name: nameOf(person) })),
            }),
          })
        : html`<p className="quiet-text">${t(q ? "segments.nobodyFound" : isList ? "segments.emptyList" : "segments.empty")}</p>`,
    )}
    ${
      (cursors.length > 1 || page.data?.next) &&
      html`<nav className="row" aria-label=${t("segments.pages")}>
      ${h(Button, { small: true, icon: "chevron-left", disabled: cursors.length < 2, onClick: () => setCursors(cursors.slice(0, -1)) }, t("segments.previous"))}
      <span className="small quiet-text">${t("segments.page", { n: cursors.length })}</span>
      ${h(Button, { small: true, icon: "chevron-right", disabled: !page.data?.next, onClick: () => setCursors([...cursors, page.data.next]) }, t("segments.nextPage"))}
    </nav>`
    }
  </section>`;
}

/** @param {{people: readonly Contact[], onRemove?: (person: Contact) => void}} props */
function Table({ people, onRemove }) {
  return html`<div className="panel table-holder"><table>
    <thead><tr><th scope="col">${t("segments.person")}</th><th scope="col">${t("segments.email")}</th>
      ${onRemove && html`<th scope="col"><span className="visually-hidden">${t("ui.remove")}</span></th>`}</tr></thead>
    <tbody>${people.map(
      (person) => html`<tr key=${person.id}><td>${h(Link, { to: `/contacts/${person.id}` }, nameOf(person))}</td>
        <td>${person.email}</td>
        ${onRemove && html`<td className="number">${h(Button, { kind: "plain", small: true, icon: "user-minus", label: t("segments.takeOut", { name: nameOf(person) }), onClick: () => onRemove(person) })}</td>`}
      </tr>`,
    )}</tbody></table></div>`;
}
