/** A template as a card: its picture, what it is for, how much there is of it, and what it needs. */

import { useMemo } from "react";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { openFlow } from "../../model/document.js";
import { Thumbnail } from "../../picture/Thumbnail.js";
import { Link } from "../../shell/router.js";
import { Icon } from "../../ui/Icon.js";
import { lengthOf } from "./story.js";

/** @import {NodeType} from "../../model/types.js" */
/** @import {TemplateInfo} from "./fetching.js" */

/**
 * @param {{template: TemplateInfo, types: ReadonlyMap<string, NodeType>, isShort?: boolean}} props
 *   `isShort`: without what it needs
 */
export function TemplateCard({ template, types, isShort = false }) {
  const { slug, name, description, category, needs, drawing } = template;
  const flow = useMemo(() => openFlow(drawing), [drawing]);
  return html`<li className="panel template-card">
    <div className="template-picture">${h(Thumbnail, { flow, types, isRich: true })}</div>
    <div className="template-words">
      <p className="template-goal">${category}</p>
      <h2>${h(Link, { to: `/gallery/${slug}`, className: "stretched" }, name)}</h2>
      <p className="template-story">${description}</p>
      ${h(Facts, { template })}
      ${
        !isShort &&
        needs.length > 0 &&
        html`<details className="template-needs"><summary>${h(Icon, { name: "chevron-right", size: 16 })} ${t("gallery.needs")}</summary>
        <ul>${needs.map((need) => html`<li key=${need}>${need}</li>`)}</ul></details>`
      }
    </div>
  </li>`;
}

/** @param {{template: TemplateInfo}} props */
export function Facts({ template }) {
  const { messages, days, drawing } = template;
  const length = lengthOf(days);
  return html`<ul className="template-facts">
    <li>${h(Icon, { name: "mail", size: 16 })} ${t("gallery.messages", { n: messages })}</li>
    ${length && html`<li>${h(Icon, { name: "calendar-days", size: 16 })} ${length}</li>`}
    <li>${h(Icon, { name: "workflow", size: 16 })} ${t("gallery.steps", { n: Object.keys(drawing.nodes ?? {}).length })}</li>
  </ul>`;
}
