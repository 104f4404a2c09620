/** What a template brings along, kind by kind, and what one fills in. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Icon } from "../../ui/Icon.js";
import { plainOf } from "./story.js";

/** @import {Need} from "./fetching.js" */

const KINDS = /** @type {const} */ ([
  ["message", "mail"],
  ["segment", "filter"],
  ["topic", "megaphone"],
  ["attribute", "user"],
  ["event", "zap"],
]);

/** @param {{brings: readonly Need[]}} props */
export function Brings({ brings }) {
  const blanks = brings.filter((need) => need.kind === "parameter");
  return html`<section><h2>${t("gallery.brings")}</h2>
    ${KINDS.map(([kind, icon]) => h(Part, { key: kind, kind, icon, needs: brings.filter((need) => need.kind === kind) }))}
  </section>
  ${
    blanks.length > 0 &&
    html`<section><h2>${t("gallery.blanks")}</h2><p className="quiet-text small">${t("gallery.blanksText")}</p>
    <dl className="blank-list">${blanks.map(
      ({ key, name, words }) =>
        html`<div key=${key}><dt>${name}</dt><dd>${words || html`<i>${t("gallery.nothing")}</i>`}</dd></div>`,
    )}</dl></section>`
  }`;
}

/** @param {{kind: (typeof KINDS)[number][0], icon: string, needs: readonly Need[]}} props */
function Part({ kind, icon, needs }) {
  if (!needs.length) return null;
  return html`<div className="bring">
    <h3>${h(Icon, { name: icon, size: 18 })} ${t(`gallery.kinds.${kind}`, { n: needs.length })}</h3>
    <ul>${needs.map(
      ({ key, name, words }) =>
        html`<li key=${key}>${name}${words && html` <span className="quiet-text">${plainOf(words)}</span>`}</li>`,
    )}</ul>
  </div>`;
}
