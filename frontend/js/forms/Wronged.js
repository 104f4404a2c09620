/** What is wrong, beside the field where it is. */

import { h, html } from "../kit/h.js";
import { Icon } from "../ui/Icon.js";

/** @param {{error: string | undefined, id?: string}} props */
export function Wronged({ error, id }) {
  if (!error) return null;
  return html`<p className="error" id=${id}>${h(Icon, { name: "circle-alert", size: 16 })} ${error}</p>`;
}
