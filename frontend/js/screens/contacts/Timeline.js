/** Everything that happened to a person, by day, with its reasons. */

import { useState } from "react";
import { date } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Link } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { More } from "../../ui/More.js";
import { shown } from "../../ui/States.js";
import { byDay, FILTERS, only, wayTo } from "./moments.js";

/** @import {Pages} from "../../kit/usePages.js" */
/** @import {Kind, Moment} from "./moments.js" */

const ICONS = /** @type {Readonly<Record<Kind, string>>} */ ({
  event: "zap",
  entered: "log-in",
  step: "corner-down-right",
  message: "mail",
  consent: "badge-check",
  ended: "log-out",
  set_aside: "circle-alert",
});
const clock = new Intl.DateTimeFormat(navigator.language, { hour: "2-digit", minute: "2-digit" });
const ONE_DAY = 86_400_000;

/** @param {{list: Pages<Moment>, names: ReadonlyMap<string, string>}} props `names`: of journeys, by slug */
export function Timeline({ list, names }) {
  const [filter, setFilter] = useState("all");
  return html`<section className="panel padded timeline">
    <div className="row spread">
      <h2>${t("contacts.timeline.title")}</h2>
      <div className="switch" role="group" aria-label=${t("contacts.timeline.filter")}>
        ${FILTERS.map((key) => h(Button, { key, small: true, pressed: filter === key, onClick: () => setFilter(key) }, t(`contacts.timeline.filters.${key}`)))}
      </div>
    </div>
    ${shown(list, (moments) => {
      const wanted = only(moments, filter);
      return html`
        ${!wanted.length && html`<p className="quiet-text">${t(moments.length ? "contacts.timeline.none" : "contacts.timeline.empty")}</p>`}
        ${byDay(wanted).map(
          ({ day, moments: some }) => html`<section key=${day} className="day">
          <h3>${dayName(some[0]?.at ?? "")}</h3>
          <ol>${some.map((moment, n) => h(Told, { key: `${moment.at} ${n}`, moment, all: moments, names }))}</ol>
        </section>`,
        )}
        ${h(More, { list })}`;
    })}
  </section>`;
}

/** @param {string} at */
function dayName(at) {
  const [day, today] = [new Date(at), new Date()];
  if (day.toDateString() === today.toDateString()) return t("contacts.timeline.today");
  if (day.toDateString() === new Date(today.getTime() - ONE_DAY).toDateString())
    return t("contacts.timeline.yesterday");
  return date(at);
}

/** @param {{moment: Moment, all: readonly Moment[], names: ReadonlyMap<string, string>}} props */
function Told({ moment, all, names }) {
  const { at, kind, sentence, journey, why, details } = moment;
  const { wording, topic } = details;
  const way = kind === "message" ? wayTo(all, moment) : [];
  const facts = kind === "event" ? Object.entries(details) : [];
  return html`<li className=${`moment ${kind}`}>
    <span className="moment-icon">${h(Icon, { name: ICONS[kind], size: 16 })}</span>
    <div className="moment-words">
      <p>${sentence}</p>
      ${why !== null && why !== undefined && html`<p className="hint">${t("contacts.timeline.because", { why: typeof why === "string" ? why : JSON.stringify(why) })}</p>`}
      ${typeof wording === "string" && html`<p className="hint">${t("contacts.timeline.wording", { words: wording })}</p>`}
      ${facts.length > 0 && html`<dl className="facts">${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${typeof value === "string" ? value : JSON.stringify(value)}</dd></div>`)}</dl>`}
      ${
        kind === "message" &&
        html`<details><summary>${t("contacts.timeline.whyThis")}</summary>
        ${way.length ? html`<ol className="way">${way.map((step, n) => html`<li key=${n}>${step.sentence}${typeof step.why === "string" && html`<span className="hint"> ${step.why}</span>`}</li>`)}</ol>` : html`<p className="hint">${t(journey ? "contacts.timeline.wayEarlier" : "contacts.timeline.byHand")}</p>`}
        ${typeof topic === "string" && html`<p className="hint">${t("contacts.timeline.topic", { topic })}</p>`}
        </details>`
      }
    </div>
    <div className="moment-side">
      ${journey && h(Link, { to: `/journeys/${journey}`, className: "moment-journey" }, names.get(journey) ?? journey)}
      <time dateTime=${at} title=${new Date(at).toLocaleString()}>${clock.format(new Date(at))}</time>
    </div>
  </li>`;
}
