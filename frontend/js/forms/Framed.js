/** The frame of a setting with several controls: a labelled group with its hint and its error. */

import { useId } from "react";
import { h, html } from "../kit/h.js";
import { Wronged } from "./Wronged.js";

/** @import {ReactNode} from "react" */

/** @param {{label: string, hint?: ReactNode, error?: string | undefined, children: ReactNode}} props */
export function Framed({ label, hint, error, children }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return html`<div className="field" role="group" aria-labelledby=${id} aria-describedby=${describedBy}>
    <span className="legend" id=${id}>${label}</span>
    ${children}
    ${hint && html`<p className="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${h(Wronged, { error, id: `${id}-error` })}
  </div>`;
}
