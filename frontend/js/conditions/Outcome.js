/** What a condition comes to: in words, how many people, and the first few of them. */

import { nameOf } from "../forms/lookups.js";
import { number } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";
import { isBlank } from "./shape.js";

/** @import {Node} from "./shape.js" */
/** @import {Counted} from "./useCount.js" */

/** @param {{condition: Node, counted: Counted | null, isCounting: boolean, error: Error | null}} props */
export function Outcome({ condition, counted, isCounting, error }) {
  return html`<div className="outcome" aria-busy=${isCounting}>
    <p className="outcome-words" aria-live="polite">${isBlank(condition) ? t("conditions.nothing") : counted ? sentence(counted.words) : t("ui.loading")}</p>
    ${error && html`<p className="outcome-note">${h(Icon, { name: "circle-alert", size: 16 })} ${error.message}</p>`}
    ${!error && counted && h(People, { counted, isCounting })}
  </div>`;
}

/** @param {{counted: Counted, isCounting: boolean}} props */
function People({ counted, isCounting }) {
  const { count, sample, faults, is_too_slow: isTooSlow } = counted;
  if (faults.length)
    return html`<p className="outcome-note">${h(Icon, { name: "info", size: 16 })} ${t("conditions.unfinished", { n: faults.length })}</p>`;
  if (isTooSlow || count === null)
    return html`<p className="outcome-note">${h(Icon, { name: "hourglass", size: 16 })} ${t("conditions.tooSlow")}</p>`;
  const first = sample ?? [];
  const others = count - first.length;
  return html`<p aria-live="polite" className=${isCounting ? "outcome-count counting" : "outcome-count"}>
      ${h(Icon, { name: "users", size: 18 })}
      <strong>${number(count)}</strong> ${t("conditions.peopleNow", { n: count })}</p>
    ${
      first.length > 0 &&
      html`<ul className="outcome-sample" aria-label=${t("conditions.sample")}>
      ${first.map((person) => html`<li key=${person.id} title=${person.email}>${nameOf(person)}</li>`)}
      ${others > 0 && html`<li className="quiet-text">${t("conditions.others", { n: others })}</li>`}
    </ul>`
    }`;
}

/** @param {string} words such as "is tagged “vip”" */
const sentence = (words) => t(words.endsWith("…") ? "conditions.open" : "conditions.sentence", { words });
