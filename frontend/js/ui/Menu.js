/** A menu on the browser's popover: opens beside its button, closes by Escape or a click elsewhere, arrows move in it. */

import { useCallback, useId, useRef, useState } from "react";
import { h, html } from "../kit/h.js";
import { placeBeside } from "./beside.js";
import { Icon } from "./Icon.js";

/** @import {KeyboardEvent, ReactNode} from "react" */
/** @typedef {{label: string, icon?: string, onClick: () => void, isDanger?: boolean, disabled?: boolean, hint?: string,
 *   keys?: string} | "line"} Item */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });

/**
 * @param {{label: string, items: readonly Item[], icon?: string, children?: ReactNode, kind?: string, small?: boolean}} props
 *   `label` names the button; `children` are its words (none: the icon alone)
 */
export function Menu({ label, items, icon = "ellipsis", children, kind = "quiet", small = false }) {
  const id = useId();
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [isOpen, setOpen] = useState(false);
  const onToggle = useCallback((/** @type {{newState: string}} */ event) => {
    setOpen(event.newState === "open");
    if (event.newState !== "open" || !button.current || !list.current) return;
    placeBeside(list.current, button.current);
    choicesIn(list.current)[0]?.focus();
  }, []);
  const attach = useCallback(
    (/** @type {HTMLDivElement | null} */ node) => {
      list.current = node;
      node?.addEventListener("toggle", /** @type {any} */ (onToggle));
    },
    [onToggle],
  );
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const all = choicesIn(list.current);
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    all[(at + step + all.length) % all.length]?.focus();
  };
  const run = (/** @type {Exclude<Item, "line">} */ item) => {
    list.current?.hidePopover();
    button.current?.focus();
    item.onClick();
  };
  return html`<span className="menu-holder">
    <button ref=${button} type="button" popoverTarget=${id} aria-haspopup="menu" aria-expanded=${isOpen}
        aria-label=${children ? undefined : label} title=${children ? undefined : label}
        className=${[kind, small && "small-button", !children && "icon-button"].filter(Boolean).join(" ")}>
      ${icon && h(Icon, { name: icon, size: small ? 16 : 18 })}${children && html`<span>${children}</span>`}
    </button>
    <div ref=${attach} id=${id} popover="auto" role="menu" aria-label=${label} className="menu" onKeyDown=${move}>
      ${items.map((item, n) =>
        item === "line"
          ? html`<hr key=${n} />`
          : html`<button key=${n} type="button" role="menuitem" className=${item.isDanger ? "danger-item" : ""} disabled=${item.disabled}
            onClick=${() => run(item)}>
          ${h(Icon, { name: item.icon ?? "", size: 18 })}
          <span className="menu-words">${item.label}${item.hint && html`<small>${item.hint}</small>`}</span>
          ${item.keys && html`<kbd>${item.keys}</kbd>`}
        </button>`,
      )}
    </div>
  </span>`;
}

/** @param {Element | null} list @returns {HTMLElement[]} */
const choicesIn = (list) => [
  .../** @type {NodeListOf<HTMLElement>} */ (list?.querySelectorAll("button:not(:disabled)") ?? []),
];
