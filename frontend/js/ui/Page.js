/** The frame of an ordinary screen: its title, what can be done there, its content. */

import { h, html } from "../kit/h.js";
import { useTitle } from "../kit/hooks.js";
import { Link } from "../shell/router.js";
import { Icon } from "./Icon.js";

/** @import {ReactNode} from "react" */

/**
 * @param {{title: string, about?: ReactNode, actions?: ReactNode, back?: {to: string, label: string}, badge?: ReactNode,
 *   children: ReactNode, wide?: boolean}} props
 */
export function Page({ title, about, actions, back, badge, children, wide = false }) {
  useTitle(title);
  return html`<div className=${wide ? "page wide" : "page"}>
    <header className="page-head">
      <div className="page-words">
        ${back && h(Link, { to: back.to, className: "back" }, h(Icon, { name: "arrow-left", size: 16 }), back.label)}
        <h1>${title} ${badge}</h1>
        ${about && html`<p className="about">${about}</p>`}
      </div>
      ${actions && html`<div className="page-actions">${actions}</div>`}
    </header>
    ${children}
  </div>`;
}
