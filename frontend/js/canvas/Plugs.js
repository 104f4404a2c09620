/** The ports: their dots, their labels, and a plus wherever a step can be put in. */

import { memo } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { short } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";
import { touches } from "./geometry/view.js";
import { useDetail, useEnlarge, useSight } from "./useSight.js";
import { useUi } from "./useStage.js";

/** @import {Drawn} from "./drawn.js" */
/** @import {Plug} from "./geometry/plugs.js" */

/** @param {{drawn: Drawn}} props */
export function Plugs({ drawn }) {
  const editor = useEditor();
  const sight = useSight();
  const detail = useDetail();
  const enlarge = useEnlarge();
  const chosen = useEdit((state) => state.edge);
  const counts = useEdit((state) => state.counts);
  useEdit((state) => state.report);
  const carried = useUi((ui) => ui.carried);
  const held = useUi((ui) => ui.wire?.ref ?? null);
  if (detail === "far" && !carried) return null;
  const shown = [...drawn.plugs.values()].filter(
    ({ start, plus }) =>
      touches(sight, {
        left: Math.min(start[0], plus[0]),
        right: Math.max(start[0], plus[0]),
        top: start[1],
        bottom: plus[1],
      }) || touches(sight, { left: plus[0], right: plus[0], top: plus[1], bottom: plus[1] }),
  );
  return html`<div className=${carried ? "plugs is-carrying" : "plugs"}>
    ${shown.map((plug) => h(Socket, { key: plug.id, ...look(plug) }))}
  </div>`;

  /** @param {Plug} plug */
  function look(plug) {
    const { id, ref, port, start, plus, label, labelAt, room, edge } = plug;
    const isSlot = carried?.places.has(id) ?? false;
    const isChosen = chosen !== null && chosen.from === ref.from && chosen.port === ref.port;
    return {
      id,
      tone: port.tone,
      isOpen: edge === null,
      startX: start[0],
      startY: start[1],
      plusX: plus[0],
      plusY: plus[1],
      label: detail === "far" ? "" : label,
      labelX: labelAt[0],
      labelY: labelAt[1],
      room,
      scale: isSlot ? { near: enlarge, mid: 2, far: 4 }[detail] : enlarge,
      shows: carried
        ? isSlot
          ? carried.over === id
            ? "over"
            : "slot"
          : ""
        : detail === "near" && !editor.isReadOnly && held === null
          ? "plus"
          : "",
      passed: counts ? (counts[ref.from]?.passed[ref.port] ?? 0) : -1,
      isEditable: !editor.isReadOnly && detail === "near",
      isChosen: isChosen && held === null,
      says: label
        ? t("canvas.addAfterWay", { name: editor.nameOf(ref.from), way: label })
        : t("canvas.addAfter", { name: editor.nameOf(ref.from) }),
    };
  }
}

/**
 * @typedef {object} SocketProps
 * @property {string} id
 * @property {string} tone
 * @property {boolean} isOpen nothing follows
 * @property {number} startX
 * @property {number} startY
 * @property {number} plusX
 * @property {number} plusY
 * @property {string} label
 * @property {number} labelX
 * @property {number} labelY
 * @property {number} room
 * @property {number} scale
 * @property {string} shows "plus", "slot", "over" or nothing
 * @property {number} passed -1: numbers are off
 * @property {boolean} isEditable
 * @property {boolean} isChosen its edge is
 * @property {string} says
 */

const Socket = memo(
  /** @param {SocketProps} props */
  function Socket(props) {
    const { id, tone, isOpen, startX, startY, plusX, plusY, label, labelX, labelY, room, scale, shows, passed } =
      props;
    const words = label && passed >= 0 ? `${label} · ${short(passed)}` : label;
    const plus = { transform: `translate(${plusX}px, ${plusY}px) scale(${scale})` };
    return html`
      ${isOpen && html`<span className=${`stub wire-${tone}`} style=${{ transform: `translate(${startX}px, ${startY}px)`, height: plusY - startY }} />`}
      ${
        props.isEditable
          ? html`<span className=${`port wire-${tone}`} data-port=${id} title=${t("canvas.dragToConnect")}
              style=${{ transform: `translate(${startX}px, ${startY}px)` }} />`
          : html`<span className=${`port is-still wire-${tone}`} style=${{ transform: `translate(${startX}px, ${startY}px)` }} />`
      }
      ${words && room > 20 && html`<span className=${`way-label wire-${tone}`} title=${words} style=${{ transform: `translate(${labelX}px, ${labelY}px)`, maxWidth: room }}>${words}</span>`}
      ${shows === "plus" && html`<button type="button" tabIndex=${-1} className="plus" data-plus=${id} aria-label=${props.says} title=${props.says} style=${plus}>${h(Icon, { name: "plus", size: 14 })}</button>`}
      ${(shows === "slot" || shows === "over") && html`<span className=${shows === "over" ? "slot is-over" : "slot"} style=${plus}>${h(Icon, { name: "plus", size: 16 })}</span>`}
      ${
        props.isChosen &&
        props.isEditable &&
        html`<button type="button" tabIndex=${-1} className="unplug" data-unplug=${id} aria-label=${t("canvas.disconnect")}
          title=${t("canvas.disconnect")} style=${plus}>${h(Icon, { name: "unlink", size: 14 })}</button>`
      }`;
  },
);
