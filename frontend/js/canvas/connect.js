/** Connecting: a port is led to a card, or an edge taken by one of its ends. What cannot be is refused, with the reason. */

import { join, rejoin } from "../builder/acts.js";
import { t } from "../kit/text.js";
import { SIZES } from "../layout/arrange.js";
import { edgeAt } from "../model/document.js";
import { toast } from "../ui/Toast.js";
import { drawnOf } from "./drawn.js";
import { drifting } from "./drift.js";
import { follow } from "./follow.js";
import { cardAt, plugId } from "./geometry/plugs.js";
import { toDrawing } from "./geometry/view.js";
import { refusalOf } from "./legal.js";

/** @import {Point, PortRef} from "../model/types.js" */
/** @import {Stage} from "./stage.js" */

const SLACK = 10;

/**
 * @param {Stage} stage @param {{clientX: number, clientY: number, pointerId: number, pointerType: string}} down
 * @param {PortRef} ref @param {"to" | "from"} [end] which end is in the hand
 */
export function wire(stage, down, ref, end = "to") {
  const { editor } = stage;
  const edge = edgeAt(editor.flow, ref);
  const drift = drifting(stage, see);
  const still = fixedEnd();

  /** @returns {Point} */
  function fixedEnd() {
    const plug = drawnOf(editor).plugs.get(plugId(ref));
    return (end === "to" ? plug?.start : plug?.route?.points.at(-1)) ?? [0, 0];
  }

  /** @param {Point} page */
  function see(page) {
    const at = toDrawing(stage.view.get(), stage.inWindow(page));
    const over = cardAt(editor.drawing.cards, at, SIZES, SLACK);
    stage.put({
      wire: {
        ref,
        end,
        isEdge: edge !== undefined,
        from: still,
        at,
        over,
        refusal: over === null ? "" : refusal(over),
      },
    });
  }

  /** @param {string} over @returns {string} */
  function refusal(over) {
    if (end === "to") return refusalOf(editor, ref.from, over);
    if (edge && refusalOf(editor, over, edge.to)) return refusalOf(editor, over, edge.to);
    return portFor(over) ? "" : t("canvas.refusal.taken", { name: editor.nameOf(over) });
  }

  /** The open port of a card nearest to the hand; its own, where it is the edge's card. @param {string} over */
  function portFor(over) {
    const at = stage.ui.get().wire?.at ?? [0, 0];
    const open = [...drawnOf(editor).plugs.values()]
      .filter((plug) => plug.ref.from === over && (!plug.edge || plug.edge === edge))
      .sort((a, b) => Math.abs(a.start[0] - at[0]) - Math.abs(b.start[0] - at[0]));
    return open[0]?.ref;
  }

  function stop() {
    drift.stop();
    stage.put({ wire: null });
  }

  /** @param {Point} page */
  function drop(page) {
    see(page);
    const held = stage.ui.get().wire;
    const start = held?.over ? portFor(held.over) : undefined;
    stop();
    if (!held) return;
    if (held.refusal) toast({ text: held.refusal });
    else if (held.over !== null) lead(held.over, start);
    else if (edge) toast({ text: t("canvas.hint.edge") });
    else stage.put({ picking: { ref, from: ref.from, anchor: new DOMRect(page[0], page[1], 1, 1) } });
  }

  /** @param {string} over @param {PortRef | undefined} start */
  function lead(over, start) {
    if (!edge) join(editor, { ...ref, to: over });
    else if (end === "to") rejoin(editor, ref, { to: over });
    else if (start) rejoin(editor, ref, { start });
    editor.put({ edge: start ?? ref, chosen: new Set() });
  }

  follow(down, {
    isEager: true,
    start: see,
    move(page) {
      see(page);
      drift.at(page);
    },
    drop,
    cancel: stop,
  });
}
