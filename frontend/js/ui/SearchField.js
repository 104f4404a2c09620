/** A field to look for something, with a magnifying glass. */

import { useId } from "react";
import { h, html } from "../kit/h.js";
import { Icon } from "./Icon.js";

/** @param {{label: string, value: string, onChange: (value: string) => void}} props */
export function SearchField({ label, value, onChange }) {
  const id = useId();
  return html`<div className="search">
    <label htmlFor=${id} className="visually-hidden">${label}</label>
    ${h(Icon, { name: "search", size: 18 })}
    <input id=${id} type="search" value=${value} placeholder=${label}
      onChange=${(/** @type {{target: {value: string}}} */ event) => onChange(event.target.value)} />
  </div>`;
}
