/** One journey of the list: its picture, whether it runs, who is in it, and what can be done. */

import { ago, dateTime, number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { go, Link } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Icon } from "../../ui/Icon.js";
import { Menu } from "../../ui/Menu.js";
import { archive, download, duplicate, nameOf, pause, remove, restore, resume } from "./acts.js";
import { JourneyPicture } from "./JourneyPicture.js";

/** @import {NodeType} from "../../model/types.js" */
/** @import {Item} from "../../ui/Menu.js" */
/** @import {Journey, State} from "./rows.js" */

const TONES = /** @type {const} */ ({ live: "good", paused: "warn", draft: "plain", archived: "plain" });

/** @param {{state: string}} props */
export function StateBadge({ state }) {
  const known = /** @type {State} */ (Object.hasOwn(TONES, state) ? state : "draft");
  return h(Badge, { tone: TONES[known], children: t(`journeys.states.${known}`) });
}

/** @param {{journey: Journey, types: ReadonlyMap<string, NodeType>, onChange: () => void}} props */
export function JourneyRow({ journey, types, onChange }) {
  const { people, state, errors } = journey;
  const isOld = state !== "draft" && state !== "archived" && journey.has_unpublished_changes;
  return html`<li className="journey-row">
    ${h(JourneyPicture, { drawing: journey.drawing, types })}
    <div className="journey-words">
      <h2>${h(Link, { to: `/journeys/${journey.slug}`, className: "stretched" }, nameOf(journey))}
        ${h(StateBadge, { state })} ${isOld && h(Badge, { children: t("journeys.unpublished") })}</h2>
      ${journey.description && html`<p className="quiet-text small">${journey.description}</p>`}
    </div>
    ${
      hasRun(journey) &&
      html`<dl className="journey-figures">
        ${h(Figure, { label: t("journeys.inside"), value: people.inside })}
        ${h(Figure, { label: t("journeys.ended"), value: people.ended })}
        ${h(Figure, { label: t("journeys.sent"), value: journey.last_30_days.sent, tip: t("journeys.sentTip") })}
      </dl>`
    }
    <div className="journey-side">
      ${
        people.set_aside > 0 &&
        html`<span className="set-aside" title=${t("journeys.setAsideText")}>${h(Icon, { name: "triangle-alert", size: 16 })}
        ${t("journeys.setAside", { n: people.set_aside })}</span>`
      }
      ${
        errors !== null &&
        errors > 0 &&
        state !== "archived" &&
        html`<span className="to-fix">${h(Icon, { name: "circle-alert", size: 16 })} ${t("journeys.toFix", { n: errors })}</span>`
      }
      <span className="quiet-text small" title=${dateTime(journey.updated_at)}>${t("journeys.changed", { when: ago(journey.updated_at) })}</span>
    </div>
    <div className="journey-menu">${h(Choices, { journey, onChange })}</div>
  </li>`;
}

/** @param {Journey} journey */
const hasRun = ({ version, people }) => version !== null || people.inside + people.ended + people.set_aside > 0;

/** @param {{label: string, value: number, tip?: string}} props */
function Figure({ label, value, tip }) {
  return html`<div className=${value ? "" : "none"} title=${tip}><dt>${label}</dt><dd>${number(value)}</dd></div>`;
}

/** @param {{journey: Journey, onChange: () => void}} props */
function Choices({ journey, onChange }) {
  const mayWrite = useMay("journeys:write");
  const mayPublish = useMay("journeys:publish");
  const { state, version } = journey;
  /** @type {(Item | false)[]} */
  const items = [
    { label: t("journeys.open"), icon: "arrow-right", onClick: () => go(`/journeys/${journey.slug}`) },
    mayWrite && { label: t("journeys.duplicate"), icon: "copy", onClick: () => duplicate(journey, onChange) },
    { label: t("journeys.export"), icon: "download", onClick: () => download(journey) },
    mayPublish &&
      state === "live" && {
        label: t("journeys.pause"),
        hint: t("journeys.pauseHint"),
        icon: "pause",
        onClick: () => pause(journey, onChange),
      },
    mayPublish &&
      state === "paused" && {
        label: t("journeys.resume"),
        icon: "play",
        onClick: () => resume(journey, onChange),
      },
    mayPublish &&
      state === "archived" && {
        label: t("journeys.restore"),
        icon: "archive-restore",
        onClick: () => restore(journey, onChange),
      },
    mayPublish &&
      (state === "live" || state === "paused") && {
        label: t("journeys.archive"),
        icon: "archive",
        onClick: () => archive(journey, onChange),
      },
    mayWrite &&
      state === "draft" &&
      version === null && {
        label: t("journeys.delete"),
        icon: "trash-2",
        isDanger: true,
        onClick: () => remove(journey, onChange),
      },
  ];
  return h(Menu, {
    label: t("journeys.menu", { name: nameOf(journey) }),
    items: items.filter((item) => item !== false),
    small: true,
    kind: "plain",
  });
}
