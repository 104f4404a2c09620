/** The edges: lines from port to card, coloured as their port is. */

import { memo } from "react";
import { useEdit } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { roundedPath } from "../layout/route.js";
import { boundsOf, touches } from "./geometry/view.js";
import { useDetail, useSight } from "./useSight.js";
import { useUi, useView } from "./useStage.js";

/** @import {Point} from "../model/types.js" */
/** @import {Drawn} from "./drawn.js" */
/** @import {Plug} from "./geometry/plugs.js" */
/** @import {Rect, View} from "./geometry/view.js" */

/** @param {{drawn: Drawn}} props */
export function Wires({ drawn }) {
  const sight = useSight();
  const isFar = useDetail() === "far";
  const thick = useView(thickness);
  const chosen = useEdit((state) => state.edge);
  const overlay = useEdit((state) => state.overlay);
  const held = useUi((ui) => (ui.wire?.isEdge ? ui.wire.ref : null));
  const plugs = [...drawn.plugs.values()].filter((plug) => plug.route && touches(sight, boundsOfPlug(plug)));
  return html`<svg className="wires" width="1" height="1" aria-hidden="true" focusable="false" style=${{ "--thick": thick }}>
    ${isFar && !overlay ? h(FarWires, { plugs }) : plugs.map((plug) => h(Wire, { key: plug.id, ...look(plug) }))}
  </svg>`;

  /** @param {Plug} plug */
  function look(plug) {
    const { id, ref, port } = plug;
    const mark = overlay?.edges[id] ?? "";
    return {
      id,
      d: pathOf(plug),
      tone: port.tone,
      mark,
      isDim: (overlay?.isDim ?? false) && !mark,
      isChosen: chosen !== null && chosen.from === ref.from && chosen.port === ref.port,
      isHeld: held !== null && held.from === ref.from && held.port === ref.port,
    };
  }
}

/** From afar lines are drawn thicker, so that they stay lines. @param {View} view @returns {number} in few steps */
const thickness = ({ zoom }) => Math.max(1, Math.ceil(2.6 / zoom) / 4);

/** @type {WeakMap<object, Rect>} */
const bounds = new WeakMap();

/** @param {Plug} plug @returns {Rect} */
function boundsOfPlug({ route }) {
  if (!route) return { left: 0, top: 0, right: 0, bottom: 0 };
  const known = bounds.get(route) ?? boundsOf(route.points);
  bounds.set(route, known);
  return known;
}

const NOWHERE = /** @type {readonly Point[]} */ ([]);
/** @type {WeakMap<object, string>} */
const paths = new WeakMap();

/** @param {Plug} plug @returns {string} with the arrow's head, where the plus leaves room for it */
function pathOf({ route, plus }) {
  const points = route?.points ?? NOWHERE;
  const known = paths.get(points);
  if (known) return known;
  const [x, y] = points.at(-1) ?? [0, 0];
  const isCramped = x === plus[0] && y - plus[1] < 24 && y > plus[1];
  const head = isCramped ? "" : `M${x - 4},${y - 7}L${x},${y - 1.5}L${x + 4},${y - 7}`;
  const path = roundedPath(points) + head;
  paths.set(points, path);
  return path;
}

/** From afar all lines of a colour are one. @param {{plugs: readonly Plug[]}} props */
function FarWires({ plugs }) {
  const byTone = Map.groupBy(plugs, (plug) => plug.port.tone);
  return [...byTone].map(
    ([tone, some]) =>
      html`<path key=${tone} className=${`wire wire-${tone}`} d=${some.map((plug) => pathOf(plug)).join("")} />`,
  );
}

const Wire = memo(
  /**
   * @param {{id: string, d: string, tone: string, mark: string, isDim: boolean, isChosen: boolean, isHeld: boolean}} props
   */
  function Wire({ id, d, tone, mark, isDim, isChosen, isHeld }) {
    const classes = [
      "wire",
      `wire-${tone}`,
      mark && `mark-${mark}`,
      isDim && "is-dim",
      isChosen && "is-chosen",
      isHeld && "is-held",
    ];
    return html`<g className="wire-group" data-wire=${id}>
      <path className="wire-hit" d=${d} />
      <path className=${classes.filter(Boolean).join(" ")} d=${d} />
    </g>`;
  },
);
