/** Why it cannot be published now, and what to do about that. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { useDesk } from "./useDesk.js";

/** @import {Preview} from "./publishing.js" */

/** @param {{plan: Preview, onClose: () => void}} props */
export function Obstacles({ plan, onClose }) {
  const desk = useDesk();
  const show = () => {
    onClose();
    desk.tray.set("problems");
  };
  return html`<ul className="stack">${plan.obstacles.map(
    (sentence) => html`<li key=${sentence} className="row">
      ${h(Icon, { name: plan.errors ? "circle-alert" : "info" })}<p>${sentence}</p></li>`,
  )}</ul>
    ${plan.errors > 0 && html`<div>${h(Button, { kind: "primary", onClick: show }, t("builder.publish.showProblems"))}</div>`}`;
}
