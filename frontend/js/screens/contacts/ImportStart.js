/** Where a file is dropped or chosen, and the imports that were. */

import { useRef, useState } from "react";
import { get, withQuery } from "../../api/http.js";
import { dateTime, number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { Link } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { More } from "../../ui/More.js";
import { shown } from "../../ui/States.js";

/** @import {ChangeEvent, DragEvent} from "react" */
/** As GET /imports/{id} tells it.
 * @typedef {{id: number, kind: string, state: "queued" | "running" | "finished" | "failed" | "interrupted", file_name: string,
 *   percent: number, rows: number, created: number, updated: number, unchanged: number, bad: number, has_errors: boolean,
 *   problem: string | null, started_at: string, finished_at: string | null}} Job */

/** @param {{onFile: (file: File) => void}} props */
export function FileDrop({ onFile }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [isOver, setOver] = useState(false);
  const drop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  const over = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(true);
  };
  return html`<div className=${isOver ? "file-drop over" : "file-drop"} onDragOver=${over} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <span className="empty-icon">${h(Icon, { name: "file-up", size: 28 })}</span>
    <h2>${t("contacts.importing.drop")}</h2>
    <p>${t("contacts.importing.dropText")}</p>
    <input ref=${input} type="file" accept=".csv,.tsv,.txt,text/csv" hidden aria-label=${t("contacts.importing.choose")}
      onChange=${(/** @type {ChangeEvent<HTMLInputElement>} */ event) => event.target.files?.[0] && onFile(event.target.files[0])} />
    ${h(Button, { kind: "primary", icon: "upload", onClick: () => input.current?.click() }, t("contacts.importing.choose"))}
  </div>`;
}

export function PastImports() {
  const list = usePages((cursor, signal) => get(withQuery("/imports", { cursor }), signal), []);
  return shown(list, (/** @type {Job[]} */ jobs) =>
    jobs.length
      ? html`<section className="stack"><h2>${t("contacts.importing.past")}</h2>
        <div className="panel table-holder"><table>
          <thead><tr><th>${t("contacts.importing.file")}</th><th>${t("contacts.importing.state")}</th><th className="number">${t("contacts.importing.rows")}</th>
            <th className="number">${t("contacts.importing.bad")}</th><th>${t("contacts.importing.when")}</th></tr></thead>
          <tbody>${jobs.map(
            (job) => html`<tr key=${job.id}>
            <td>${h(Link, { to: `/contacts/import?job=${job.id}` }, job.file_name)}</td>
            <td>${h(StateBadge, { job })}</td>
            <td className="number">${number(job.rows)}</td><td className="number">${number(job.bad)}</td>
            <td className="when">${dateTime(job.started_at)}</td></tr>`,
          )}</tbody>
        </table></div>${h(More, { list })}</section>`
      : null,
  );
}

/** @param {{job: Job}} props */
export function StateBadge({ job }) {
  const tone = {
    finished: job.bad ? "warn" : "good",
    failed: "bad",
    running: "accent",
    queued: "plain",
    interrupted: "warn",
  }[job.state];
  return h(Badge, { tone: /** @type {"good"} */ (tone), children: t(`contacts.importing.states.${job.state}`) });
}
