/** A word on a coloured ground; the word alone says it all. */

import { html } from "../kit/h.js";

/** @import {ReactNode} from "react" */

/** @param {{tone?: "plain" | "good" | "warn" | "bad" | "accent", children: ReactNode}} props */
export function Badge({ tone = "plain", children }) {
  return html`<span className=${`badge ${tone}`}>${children}</span>`;
}
