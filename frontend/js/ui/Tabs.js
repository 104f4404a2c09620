/** Tabs: one tab stop, arrows choose. */

import { useId, useRef } from "react";
import { html } from "../kit/h.js";

/** @import {KeyboardEvent, ReactNode} from "react" */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1 });

/**
 * @param {{label: string, tabs: readonly {key: string, label: string}[], chosen: string, onChoose: (key: string) => void,
 *   children: ReactNode}} props `children`: the chosen panel
 */
export function Tabs({ label, tabs, chosen, onChoose, children }) {
  const id = useId();
  const bar = useRef(/** @type {HTMLDivElement | null} */ (null));
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const at = (tabs.findIndex((tab) => tab.key === chosen) + step + tabs.length) % tabs.length;
    onChoose(tabs[at]?.key ?? chosen);
    /** @type {HTMLElement | undefined} */ (bar.current?.children[at])?.focus();
  };
  return html`<div className="tabs">
    <div ref=${bar} className="tab-bar" role="tablist" aria-label=${label} onKeyDown=${move}>
      ${tabs.map(
        ({ key, label: words }) => html`<button key=${key} type="button" role="tab" id=${`${id}-${key}`}
        aria-selected=${key === chosen} aria-controls=${`${id}-panel`} tabIndex=${key === chosen ? 0 : -1}
        onClick=${() => onChoose(key)}>${words}</button>`,
      )}
    </div>
    <div role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-${chosen}`} className="tab-panel">${children}</div>
  </div>`;
}
