/** A menu where the pointer is, or beside a card: arrows move in it, Escape or a click elsewhere closes it. */

import { useLayoutEffect, useRef } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";

/** @import {KeyboardEvent} from "react" */
/** @import {Point} from "../model/types.js" */
/** @import {Item} from "../ui/Menu.js" */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
const EDGE = 8;

/** @param {{at: Point, items: readonly Item[], onClose: () => void}} props `at` in the page */
export function PointMenu({ at, items, onClose }) {
  const ref = useRef(/** @type {HTMLDivElement | null} */ (null));
  const close = useRef(onClose);
  close.current = onClose;
  const [x, y] = at;
  useLayoutEffect(() => {
    const menu = ref.current;
    if (!menu) return;
    const heard = (/** @type {Event} */ event) =>
      /** @type {ToggleEvent} */ (event).newState === "closed" && close.current();
    menu.showPopover();
    menu.style.left = `${Math.max(EDGE, Math.min(x, innerWidth - menu.offsetWidth - EDGE))}px`;
    menu.style.top = `${Math.max(EDGE, Math.min(y, innerHeight - menu.offsetHeight - EDGE))}px`;
    choices(menu)[0]?.focus();
    menu.addEventListener("toggle", heard);
    return () => menu.removeEventListener("toggle", heard);
  }, [x, y]);

  /** @param {KeyboardEvent} event */
  function press(event) {
    const step = STEPS[event.key];
    event.stopPropagation();
    if (event.key === "Tab") return onClose();
    if (!step || !ref.current) return;
    event.preventDefault();
    const all = choices(ref.current);
    const here = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    all[(here + step + all.length) % all.length]?.focus();
  }

  return html`<div ref=${ref} popover="auto" data-aside="" role="menu" aria-label=${t("canvas.menu.label")} className="menu" onKeyDown=${press}>
    ${items.map((item, n) =>
      item === "line"
        ? html`<hr key=${n} />`
        : html`<button key=${n} type="button" role="menuitem" className=${item.isDanger ? "danger-item" : ""} disabled=${item.disabled}
            onClick=${() => {
              onClose();
              item.onClick();
            }}>
          ${h(Icon, { name: item.icon ?? "", size: 18 })}
          <span className="menu-words">${item.label}${item.hint && html`<small>${item.hint}</small>`}</span>
          ${item.keys && html`<kbd>${item.keys}</kbd>`}
        </button>`,
    )}
  </div>`;
}

/** @param {HTMLElement} menu @returns {HTMLElement[]} */
const choices = (menu) =>
  [...menu.querySelectorAll("button:not(:disabled)")].map((b) => /** @type {HTMLElement} */ (b));
