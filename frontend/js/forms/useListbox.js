/** The list under a combobox: on the browser's top layer, so that no panel or dialog cuts it off. */

import { useEffect, useRef } from "react";

const GAP = 4;
const LEAST = 224;

/**
 * @param {boolean} isOpen @param {unknown} content what the list holds: its place depends on its height
 */
export function useListbox(isOpen, content) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  // biome-ignore lint/correctness/useExhaustiveDependencies: placed anew when its content changes.
  useEffect(() => {
    const [field, popover] = [input.current, list.current];
    if (!isOpen || !field || !popover) return;
    if (!popover.matches(":popover-open")) popover.showPopover();
    const put = () => place(popover, field);
    put();
    addEventListener("scroll", put, { capture: true, passive: true });
    addEventListener("resize", put);
    // What grows above the field pushes it down.
    const grown = new ResizeObserver(put);
    for (let box = field.parentElement; box; box = box.parentElement) grown.observe(box);
    return () => {
      grown.disconnect();
      removeEventListener("scroll", put, { capture: true });
      removeEventListener("resize", put);
    };
  }, [isOpen, content]);
  useEffect(() => {
    if (!isOpen && list.current?.matches(":popover-open")) list.current.hidePopover();
  }, [isOpen]);
  return { input, list };
}

/** @param {HTMLElement} popover @param {HTMLElement} field */
function place(popover, field) {
  const at = field.getBoundingClientRect();
  const width = Math.min(Math.max(at.width, LEAST), innerWidth - 2 * GAP);
  popover.style.width = `${width}px`;
  const isRtl = getComputedStyle(field).direction === "rtl";
  const left = isRtl ? at.right - width : at.left;
  popover.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  const below = innerHeight - at.bottom - 2 * GAP;
  const isBelow = below >= Math.min(popover.scrollHeight, 240) || below >= at.top;
  popover.style.maxHeight = `${Math.min(352, Math.max(120, (isBelow ? below : at.top) - 2 * GAP))}px`;
  popover.style.top = isBelow ? `${at.bottom + GAP}px` : `${at.top - GAP - popover.offsetHeight}px`;
}
