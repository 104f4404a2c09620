/** What is running: each journey with the figures of the last seven days. */

import { ago, dateTime, number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Link } from "../../shell/router.js";
import { Icon } from "../../ui/Icon.js";
import { StateBadge } from "../journeys/JourneyRow.js";

/** @import {Running} from "./tasks.js" */

/** @param {{running: readonly Running[]}} props */
export function RunningList({ running }) {
  if (!running.length) return null;
  return html`<section className="home-part" aria-labelledby="home-running">
    <h2 id="home-running">${t("home.running")}</h2>
    <div className="panel table-holder"><table className="running">
      <thead><tr>
        <th scope="col">${t("home.journey")}</th>
        <th scope="col" className="number">${t("home.entered")}</th>
        <th scope="col" className="number">${t("home.inside")}</th>
        <th scope="col" className="number">${t("home.sent")}</th>
        <th scope="col">${t("home.nextDue")}</th>
      </tr></thead>
      <tbody>${running.map((one) => h(Row, { key: one.slug, one }))}</tbody>
    </table></div>
    <p className="hint">${t("home.week")}</p>
  </section>`;
}

/** @param {{one: Running}} props */
function Row({ one }) {
  const { slug, name, state, entered, inside, sent, next_due: due, set_aside: aside } = one;
  return html`<tr>
    <th scope="row"><span className="running-name">${h(Link, { to: `/journeys/${slug}` }, name || slug)} ${h(StateBadge, { state })}
      ${aside > 0 && html`<span className="set-aside">${h(Icon, { name: "triangle-alert", size: 16 })} ${t("journeys.setAside", { n: aside })}</span>`}</span></th>
    <td className="number">${number(entered)}</td>
    <td className="number">${number(inside)}</td>
    <td className="number">${number(sent)}</td>
    <td title=${due ? dateTime(due) : undefined}>${due ? (new Date(due) <= new Date() ? t("home.now") : ago(due)) : html`<span className="quiet-text">${t(state === "paused" ? "home.isPaused" : "home.noDue")}</span>`}</td>
  </tr>`;
}
