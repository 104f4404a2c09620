/** A button: primary, quiet, plain or for something that cannot be taken back. */

import { h, html } from "../kit/h.js";
import { Icon } from "./Icon.js";

/** @import {MouseEvent, ReactNode, Ref} from "react" */

/**
 * @typedef {object} ButtonProps
 * @property {ReactNode} [children] the words; an icon alone wants `label`
 * @property {(event: MouseEvent<HTMLButtonElement>) => unknown} [onClick]
 * @property {"primary" | "quiet" | "plain" | "danger"} [kind]
 * @property {string} [icon]
 * @property {string} [label] what a screen reader says, and the tip
 * @property {boolean} [busy] it works; a second click does nothing
 * @property {boolean} [disabled]
 * @property {boolean} [pressed] of a switch
 * @property {boolean} [small]
 * @property {"button" | "submit"} [type]
 * @property {string} [className]
 * @property {Ref<HTMLButtonElement>} [ref]
 * @property {string} [popoverTarget] id of a popover that it opens
 * @property {number} [tabIndex] -1 where keys of a larger part do the same
 * @property {string} [form] id of the form that it submits
 */

/** @param {ButtonProps} props */
export function Button(props) {
  const {
    children,
    onClick,
    kind = "quiet",
    icon,
    label,
    busy,
    disabled,
    pressed,
    small,
    type = "button",
  } = props;
  const isBare = children === undefined || children === null;
  const classes = [kind, small && "small-button", isBare && "icon-button", props.className]
    .filter(Boolean)
    .join(" ");
  return html`<button ref=${props.ref} type=${type} className=${classes} disabled=${disabled} aria-label=${label}
      title=${label} aria-busy=${busy ? "true" : undefined} aria-pressed=${pressed} popoverTarget=${props.popoverTarget}
      form=${props.form} tabIndex=${props.tabIndex}
      onClick=${busy ? (/** @type {MouseEvent} */ event) => event.preventDefault() : onClick}>
    ${icon && h(Icon, { name: busy ? "loader-circle" : icon, size: small ? 16 : 18, className: busy ? "turning" : "" })}
    ${!isBare && html`<span>${children}</span>`}
  </button>`;
}
