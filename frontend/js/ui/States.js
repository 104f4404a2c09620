/** What a screen shows when there is nothing yet, while it loads, and when that failed. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "./Button.js";
import { Icon } from "./Icon.js";

/** @import {ReactNode} from "react" */
/** @import {Loaded} from "../kit/hooks.js" */

/** @param {{icon: string, title: string, text: ReactNode, children?: ReactNode, isWhole?: boolean}} props `children`: what to
 *   do next; `isWhole`: there is nothing else on the page */
export function Empty({ icon, title, text, children, isWhole = false }) {
  return html`<div className="empty">
    <span className="empty-icon">${h(Icon, { name: icon, size: 28 })}</span>
    ${isWhole ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}
    <p>${text}</p>
    ${children && html`<div className="empty-actions">${children}</div>`}
  </div>`;
}

export function Loading() {
  return html`<div className="loading" role="status"><span className="visually-hidden">${t("ui.loading")}</span>
    <span className="bone" /><span className="bone" /><span className="bone" /></div>`;
}

/** @param {{error: Error, onRetry?: () => void}} props */
export function Failure({ error, onRetry }) {
  return html`<div className="notice failure" role="alert">
    ${h(Icon, { name: "circle-alert" })}
    <p>${error.message}</p>
    ${onRetry && h(Button, { small: true, icon: "refresh-cw", onClick: onRetry }, t("ui.tryAgain"))}
  </div>`;
}

/**
 * Show what was loaded; before that that it loads, or why it could not.
 * @template T @param {{of: Loaded<T>, show: (data: T) => ReactNode}} props
 */
export function Shown({ of, show }) {
  if (of.error && of.data === undefined) return h(Failure, { error: of.error, onRetry: of.reload });
  if (of.data === undefined) return h(Loading);
  return show(of.data);
}

/**
 * The same as a call, so that the type of what was loaded reaches `show`.
 * @template T @param {Pick<Loaded<T>, "data" | "error" | "reload">} of @param {(data: T) => ReactNode} show
 */
export const shown = (of, show) =>
  h(Shown, { of: /** @type {Loaded<any>} */ (of), show: /** @type {(data: any) => ReactNode} */ (show) });
