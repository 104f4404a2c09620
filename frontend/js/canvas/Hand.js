/** What is in the hand: the card that is carried, the connection that is led, the box that is drawn. */

import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { SIZES } from "../layout/arrange.js";
import { elbow, roundedPath } from "../layout/route.js";
import { Icon } from "../ui/Icon.js";
import { sentenceOf } from "./Cards.js";
import { plugId } from "./geometry/plugs.js";
import { iconOf, toneOf } from "./tones.js";
import { useDetail, useEnlarge } from "./useSight.js";
import { useUi } from "./useStage.js";

/** @import {Drawn} from "./drawn.js" */

/** The connection in the hand, and the ends of the chosen one. @param {{drawn: Drawn}} props */
export function HeldWire({ drawn }) {
  const wire = useUi((ui) => ui.wire);
  if (!wire) return h(Ends, { drawn });
  const isBack = wire.end === "from";
  const card = wire.over !== null && !isBack ? drawn.drawing.cards.get(wire.over) : undefined;
  const tip = card ? /** @type {const} */ ([card[0] + SIZES.width / 2, card[1]]) : wire.at;
  const { points } = isBack ? elbow(wire.at, wire.from, SIZES) : elbow(wire.from, tip, SIZES);
  return html`<svg className="held-wire" width="1" height="1" aria-hidden="true">
    <path className=${wire.refusal ? "wire is-refused" : "wire is-held-now"} d=${roundedPath(points)} />
  </svg>`;
}

/** Both ends of the chosen edge can be taken and led elsewhere. @param {{drawn: Drawn}} props */
function Ends({ drawn }) {
  const { isReadOnly } = useEditor();
  const edge = useEdit((state) => state.edge);
  const enlarge = useEnlarge();
  const isFar = useDetail() === "far";
  const plug = edge && drawn.plugs.get(plugId(edge));
  const last = plug?.route?.points.at(-1);
  if (isReadOnly || isFar || !plug || !last) return null;
  /** @param {number} x @param {number} y */
  const at = (x, y) => ({ transform: `translate(${x}px, ${y}px) scale(${enlarge})` });
  return html`
    <span className="wire-end" data-end="from" title=${t("canvas.takeStart")} style=${at(plug.start[0], plug.start[1])} />
    <span className="wire-end" data-end="to" title=${t("canvas.takeEnd")} style=${at(last[0], last[1] - 6)} />`;
}

export function Marquee() {
  const box = useUi((ui) => ui.marquee);
  if (!box) return null;
  const { left, top, right, bottom } = box;
  const style = { transform: `translate(${left}px, ${top}px)`, width: right - left, height: bottom - top };
  return html`<div className="marquee" style=${style} />`;
}

/** The card under the pointer. */
export function Carrying() {
  const carried = useUi((ui) => ui.carried);
  const editor = useEditor();
  if (!carried) return null;
  const { what, over, isAnywhere } = carried;
  const type = "type" in what ? what.type : editor.typeOf(what.key);
  const [x, y] = carried.at;
  const words =
    over !== null ? t("canvas.dropHere") : isAnywhere ? t("canvas.dropAnywhere") : t("canvas.dropOnPlace");
  return html`<div className=${`carrying tone-${toneOf(type)}`} style=${{ transform: `translate(${x + 12}px, ${y + 12}px)` }} aria-hidden="true">
    <span className="card-icon">${h(Icon, { name: iconOf(type), size: 18 })}</span>
    <span><strong>${"key" in what ? sentenceOf(editor, what.key) : type?.label}</strong>${"keys" in what && what.keys.length > 1 && html`<small>${t("canvas.andMore", { n: what.keys.length - 1 })}</small>`}<small>${words}</small></span>
  </div>`;
}
