/** The head of the panel: what it is about, in words, and the button that closes it. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";

/** @import {ReactNode} from "react" */

/**
 * @param {{icon: string, group?: string, title: string, sentence?: ReactNode, onClose?: () => void, children?: ReactNode}} props
 *   `group` of the palette, for its colour
 */
export function PanelHead({ icon, group = "", title, sentence, onClose, children }) {
  return html`<header className="panel-head" data-group=${group.toLowerCase()}>
    <div className="panel-title">
      <span className="panel-icon">${h(Icon, { name: icon, size: 18 })}</span>
      <h2 tabIndex=${-1}>${title}</h2>
      ${children}
      ${onClose && h(Button, { kind: "plain", small: true, icon: "x", label: t("panel.close"), onClick: onClose })}
    </div>
    ${sentence && html`<p className="panel-sentence">${sentence}</p>`}
  </header>`;
}
