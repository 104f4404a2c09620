/** The small picture of a journey, in the colours of the page. */

import { memo, useMemo } from "react";
import { html } from "../kit/h.js";
import { STAMP, stampOf } from "./stamp.js";

/** @import {Flow, NodeType} from "../model/types.js" */

const ICON = 22;

/**
 * @param {{flow: Flow, types: ReadonlyMap<string, NodeType>, label?: string, isRich?: boolean}} props
 *   `label`: without one it is an ornament; `isRich`: large enough for icons
 */
function ThumbnailOf({ flow, types, label, isRich = false }) {
  const { box, ways, cards } = useMemo(() => stampOf(flow, types), [flow, types]);
  const says = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return html`<svg className=${isRich ? "thumb rich" : "thumb"} viewBox=${box} preserveAspectRatio="xMidYMid meet" focusable="false" ...${says}>
    ${ways.map((d, n) => html`<path key=${n} className="thumb-way" d=${d} />`)}
    ${cards.map(
      ({ key, x, y, tone, icon }) => html`<g key=${key} className=${`thumb-card ${tone}`}>
      <rect x=${x} y=${y} width=${STAMP.width} height=${STAMP.height} rx="9" />
      ${
        isRich &&
        html`<use href=${`#icon-${icon}`} x=${x + 9} y=${y + (STAMP.height - ICON) / 2} width=${ICON} height=${ICON} />
        <path className="thumb-words" d=${`M${x + 42},${y + 15}h56M${x + 42},${y + 26}h36`} />`
      }
    </g>`,
    )}
  </svg>`;
}

export const Thumbnail = memo(ThumbnailOf);
