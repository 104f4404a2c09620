/** People inside a journey as a table; names lead to their profiles. */

import { ago, dateTime } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Link } from "../shell/router.js";
import { useEditor } from "./useEditor.js";

/** As GET /journeys/{slug}/enrollments tells it.
 * @typedef {object} PersonFields
 * @property {number} id
 * @property {number} version
 * @property {number} contact_id
 * @property {string | null} email
 * @property {string | null} external_id
 * @property {string | null} [first_name]
 * @property {string | null} [last_name]
 * @property {string} node
 * @property {string} arrived_at
 * @property {string | null} wake_at
 * @property {string | null} ended_at
 * @property {string | null} reason
 * @typedef {Readonly<PersonFields>} Person */

/** @param {{people: readonly Person[], standing: "waiting" | "set_aside" | "ended", hasNode: boolean, live: number}} props */
export function PeopleTable({ people, standing, hasNode, live }) {
  const editor = useEditor();
  const isWaiting = standing === "waiting";
  return html`<div className="table-holder people-table"><table>
    <thead><tr>
      <th scope="col">${t("builder.people.who")}</th>
      ${hasNode && html`<th scope="col">${t("builder.people.where")}</th>`}
      <th scope="col" className=${isWaiting ? "since" : ""}>${t(standing === "ended" ? "builder.people.until" : "builder.people.since")}</th>
      <th scope="col">${t(isWaiting ? "builder.people.due" : "builder.people.why")}</th>
    </tr></thead>
    <tbody>${people.map(
      (one) => html`<tr key=${one.id}>
      <td>${h(Link, { to: `/contacts/${one.contact_id}` }, nameOf(one))}
        ${hasName(one) && one.email && html`<br /><span className="small quiet-text">${one.email}</span>`}
        ${one.version !== live && html`<br /><span className="small quiet-text">${t("builder.versions.number", { version: one.version })}</span>`}</td>
      ${hasNode && html`<td>${editor.nameOf(one.node)}</td>`}
      <td className=${isWaiting ? "since" : ""}>${h(Moment, { at: standing === "ended" ? one.ended_at : one.arrived_at })}</td>
      <td>${isWaiting ? h(Moment, { at: one.wake_at }) : one.reason}</td>
    </tr>`,
    )}</tbody>
  </table></div>`;
}

/** @param {{at: string | null}} props */
function Moment({ at }) {
  return at === null ? html`<span>–</span>` : html`<time dateTime=${at} title=${dateTime(at)}>${ago(at)}</time>`;
}

/** @param {Person} person */
const hasName = ({ first_name, last_name }) => Boolean(first_name || last_name);

/** @param {Person} person @returns {string} */
const nameOf = (person) =>
  [person.first_name, person.last_name].filter(Boolean).join(" ") ||
  person.email ||
  person.external_id ||
  t("builder.people.number", { n: person.contact_id });
