/** Who uses a segment: journeys, and other segments. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Link } from "../../shell/router.js";

/** @import {User} from "./saving.js" */

/** @param {{users: readonly User[]}} props */
export function UsedBy({ users }) {
  if (!users.length) return html`<span className="quiet-text">${t("segments.nobody")}</span>`;
  return html`<ul className="used-by">${users.map(
    ({ kind, slug, name }) =>
      html`<li key=${`${kind} ${slug}`}>${h(Link, { to: `/${kind}s/${slug}` }, name)}</li>`,
  )}</ul>`;
}
