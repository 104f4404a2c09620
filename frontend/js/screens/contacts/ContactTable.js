/** Contacts as a table; rows can be chosen. */

import { useEffect, useRef } from "react";
import { date } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Link } from "../../shell/router.js";
import { called, fullName } from "./fetching.js";

/** @import {Contact} from "./fetching.js" */

/**
 * @param {{people: readonly Contact[], chosen: ReadonlySet<number>, onChoose: ((chosen: ReadonlySet<number>) => void) | null,
 *   onTag: (tag: string) => void}} props
 */
export function ContactTable({ people, chosen, onChoose, onTag }) {
  const all = useRef(/** @type {HTMLInputElement | null} */ (null));
  const count = people.filter(({ id }) => chosen.has(id)).length;
  const isAll = count === people.length;
  useEffect(() => {
    if (all.current) all.current.indeterminate = count > 0 && !isAll;
  }, [count, isAll]);
  const toggle = (/** @type {number} */ id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  };
  return html`<div className="panel table-holder"><table className="contact-table">
    <thead><tr>
      ${onChoose && html`<th className="check"><input ref=${all} type="checkbox" checked=${isAll} aria-label=${t("contacts.chooseAll")} onChange=${() => onChoose(isAll ? new Set() : new Set(people.map(({ id }) => id)))} /></th>`}
      <th>${t("contacts.columns.name")}</th><th>${t("contacts.columns.email")}</th><th>${t("contacts.columns.city")}</th>
      <th>${t("contacts.columns.tags")}</th><th>${t("contacts.columns.added")}</th>
    </tr></thead>
    <tbody>
      ${people.map(
        (person) => html`<tr key=${person.id} className=${chosen.has(person.id) ? "chosen" : ""}>
        ${onChoose && html`<td className="check"><input type="checkbox" checked=${chosen.has(person.id)} aria-label=${t("contacts.chooseOne", { name: called(person) })} onChange=${() => toggle(person.id)} /></td>`}
        <td>${h(Link, { to: `/contacts/${person.id}` }, called(person))}<span className="when-narrow">${fullName(person) ? person.email : ""}</span></td>
        <td className="quiet-text">${fullName(person) ? person.email : ""}</td>
        <td>${person.city}</td>
        <td><span className="tag-row">${person.tags.map((tag) => html`<button key=${tag} type="button" className="tag" title=${t("contacts.onlyTag", { tag })} onClick=${() => onTag(tag)}>${tag}</button>`)}</span></td>
        <td className="when">${date(person.created_at)}</td>
      </tr>`,
      )}
    </tbody>
  </table></div>`;
}
