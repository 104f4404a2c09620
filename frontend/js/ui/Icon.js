/** An icon of the sprite, which shell/sprite.js brings into the page. It says nothing to a screen reader: the words beside it do. */

import { html } from "../kit/h.js";

/** @param {{name: string, size?: number, className?: string}} props `name` as in img/icons.svg */
export function Icon({ name, size = 20, className = "" }) {
  return html`<svg className=${`icon ${className}`} width=${size} height=${size} aria-hidden="true" focusable="false">
    <use href=${`#icon-${name}`} />
  </svg>`;
}
