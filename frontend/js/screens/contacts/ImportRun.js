/** An import as it goes, and how it ended. */

import { get } from "../../api/http.js";
import { dateTime, number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useEvery, useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { shown } from "../../ui/States.js";
import { rowsOf } from "./csv.js";
import { StateBadge } from "./ImportStart.js";

/** @import {Job} from "./ImportStart.js" */

const LOOK_MS = 800;
const SHOWN_ROWS = 50;
const COUNTS = /** @type {const} */ (["created", "updated", "unchanged", "bad"]);

/** @param {{id: string, onAgain: () => void}} props */
export function ImportRun({ id, onAgain }) {
  const job = useLoad((signal) => get(`/imports/${encodeURIComponent(id)}`, signal), [id]);
  const state = /** @type {Job["state"] | undefined} */ (job.data?.state);
  const isOver = state === "finished" || state === "failed";
  useEvery(isOver ? null : LOOK_MS, job.reload);
  return shown(
    job,
    (/** @type {Job} */ found) => html`<div className="stack wide">
    <section className="panel padded form" aria-live="polite">
      <div className="row spread"><h2>${found.file_name}</h2>${h(StateBadge, { job: found })}</div>
      <p className="hint">${t("contacts.importing.startedAt", { when: dateTime(found.started_at) })}</p>
      ${!isOver && html`<progress max="100" value=${found.percent} aria-label=${t("contacts.importing.progress")} /><p>${t("contacts.importing.sofar", { n: found.rows, percent: Math.round(found.percent) })}</p>`}
      ${found.problem && html`<p className="notice">${found.problem}</p>`}
      <dl className="counts">
        ${COUNTS.map((key) => html`<div key=${key} className=${key === "bad" && found.bad ? "wrong" : ""}><dt>${t(`contacts.importing.counts.${key}`)}</dt><dd>${number(found[key])}</dd></div>`)}
      </dl>
      ${
        isOver &&
        html`<div className="row">
        ${h(Button, { kind: "primary", icon: "users", onClick: () => go("/contacts") }, t("contacts.importing.toContacts"))}
        ${h(Button, { icon: "file-up", onClick: onAgain }, t("contacts.importing.again"))}</div>`
      }
    </section>
    ${isOver && found.has_errors && h(BadRows, { job: found })}
  </div>`,
  );
}

/** @param {{job: Job}} props */
function BadRows({ job }) {
  const path = `/imports/${job.id}/errors`;
  const file = useLoad((signal) => get(path, signal), [path]);
  return html`<section className="panel">
    <header className="section-head row spread">
      <div><h2>${t("contacts.importing.badTitle", { n: job.bad })}</h2><p className="hint">${t("contacts.importing.badText")}</p></div>
      <a className="button quiet small-link" href=${`/api/v1${path}`} download>${h(Icon, { name: "arrow-down", size: 16 })} ${t("contacts.importing.download")}</a>
    </header>
    ${shown(file, (/** @type {string} */ text) => {
      const [, ...rows] = rowsOf(text, SHOWN_ROWS + 1);
      return html`<div className="table-holder"><table>
        <thead><tr><th className="number">${t("contacts.importing.line")}</th><th>${t("contacts.importing.why")}</th><th>${t("contacts.importing.row")}</th></tr></thead>
        <tbody>${rows.map(([line, why, ...cells], n) => html`<tr key=${n}><td className="number">${line}</td><td>${why}</td><td className="quiet-text">${cells.filter(Boolean).slice(0, 4).join(" · ")}</td></tr>`)}</tbody>
      </table></div>
      ${job.bad > SHOWN_ROWS && html`<p className="hint panel-foot">${t("contacts.importing.badMore", { n: SHOWN_ROWS })}</p>`}`;
    })}
  </section>`;
}
