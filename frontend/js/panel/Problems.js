/** What is wrong with a step as a whole, and how to mend it. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";

/** @import {Problem} from "../builder/editor.js" */

/** @param {{problems: readonly Problem[]}} props */
export function Problems({ problems }) {
  if (!problems.length) return null;
  return html`<section className="panel-section" aria-label=${t("panel.problems")}>
    <ul className="panel-problems">
      ${problems.map(
        (problem, n) => html`<li key=${n} className=${problem.severity}>
        ${h(Icon, { name: problem.severity === "error" ? "circle-alert" : "info", size: 18 })}
        <span>${problem.detail}${problem.fix && html`<small>${problem.fix}</small>`}</span>
      </li>`,
      )}
    </ul>
  </section>`;
}
