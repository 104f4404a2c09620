/** Carrying: a new step from the palette, or a card. Every legal place lights up; elsewhere it snaps back. */

import { moveTogether } from "../builder/acts.js";
import { t } from "../kit/text.js";
import { SIZES } from "../layout/arrange.js";
import { LABELS } from "../model/history.js";
import { place } from "../model/surroundings.js";
import { toast } from "../ui/Toast.js";
import { drawnOf } from "./drawn.js";
import { drifting } from "./drift.js";
import { follow } from "./follow.js";
import { nearest } from "./geometry/plugs.js";
import { toDrawing } from "./geometry/view.js";
import { legalPlaces } from "./legal.js";
import { addStep } from "./places.js";

/** @import {NodeType, Point} from "../model/types.js" */
/** @import {Stage} from "./stage.js" */

const REACH = 64;
export const GRID = 8;

/** @param {number} n */
const snapped = (n) => Math.round(n / GRID) * GRID;

/**
 * @param {Stage} stage @param {{clientX: number, clientY: number, pointerId: number, pointerType: string}} down
 * @param {{type: NodeType} | {key: string, keys: readonly string[]}} what `keys`: all that go along @param {(at: Point) => void} [held]
 */
export function carry(stage, down, what, held) {
  const { editor } = stage;
  if ("key" in what && stage.isFree) return moveFreely(stage, down, what.keys, held);
  const places = legalPlaces(editor, what);
  const isAnywhere =
    "type" in what && (what.type.is_entry || stage.isFree || !Object.keys(editor.flow.nodes).length);
  const drift = drifting(stage, see, { comesIn: "type" in what });

  /** @param {Point} at */
  function see(at) {
    const view = stage.view.get();
    const [x, y] = stage.inWindow(at);
    const isInside = x >= 0 && y >= 0 && x <= view.width && y <= view.height;
    const { plugs } = drawnOf(editor);
    const legal = [...places.keys()].flatMap((id) => plugs.get(id) ?? []);
    const over = isInside ? nearest(legal, toDrawing(view, [x, y]), REACH / view.zoom) : null;
    stage.put({ carried: { what, places: new Set(places.keys()), over: over?.id ?? null, at, isAnywhere } });
  }

  /** @param {Point} at */
  function drop(at) {
    see(at);
    const over = places.get(stage.ui.get().carried?.over ?? "");
    end();
    const view = stage.view.get();
    const [x, y] = stage.inWindow(at);
    const isInside = x >= 0 && y >= 0 && x <= view.width && y <= view.height;
    if (over && "key" in what) moveTogether(editor, what.keys, over);
    else if (over && "type" in what) addStep(stage, what.type, { ref: over });
    else if (isInside && isAnywhere && "type" in what)
      addStep(stage, what.type, stage.isFree ? { at: cornerAt(at) } : {});
    else if (isInside || "key" in what) toast({ text: hint() });
  }

  function hint() {
    if ("key" in what && what.keys.some((key) => editor.typeOf(key)?.is_entry)) return t("canvas.hint.entry");
    if (!places.size) return t("canvas.hint.none");
    return t("canvas.hint.place");
  }

  /** @param {Point} at @returns {Point} */
  function cornerAt(at) {
    const [x, y] = toDrawing(stage.view.get(), stage.inWindow(at));
    return [snapped(x - SIZES.width / 2), snapped(y - SIZES.height / 2)];
  }

  function end() {
    drift.stop();
    stage.put({ carried: null });
  }

  follow(down, {
    start: see,
    move(at) {
      see(at);
      drift.at(at);
    },
    drop,
    cancel: end,
    ...(held && { held }),
  });
}

/**
 * Move cards to where the hand leaves them.
 * @param {Stage} stage @param {{clientX: number, clientY: number, pointerId: number, pointerType: string}} down
 * @param {readonly string[]} keys @param {(at: Point) => void} [held]
 */
function moveFreely(stage, down, keys, held) {
  const { editor } = stage;
  const { cards } = editor.drawing;
  const from = toDrawing(stage.view.get(), stage.inWindow([down.clientX, down.clientY]));
  const drift = drifting(stage, see);

  /** @param {Point} at */
  function see(at) {
    const [x, y] = toDrawing(stage.view.get(), stage.inWindow(at));
    const places = keys.map((moved) => {
      const [left, top] = cards.get(moved) ?? [0, 0];
      return [moved, [snapped(left + x - from[0]), snapped(top + y - from[1])]];
    });
    stage.put({ moving: Object.fromEntries(places) });
  }

  function end() {
    drift.stop();
    stage.put({ moving: null });
  }

  follow(down, {
    start: see,
    move(at) {
      see(at);
      drift.at(at);
    },
    drop(at) {
      see(at);
      const places = stage.ui.get().moving ?? {};
      end();
      editor.run(LABELS.moved(keys.map((moved) => editor.nameOf(moved))), (flow) => place(flow, { places }), {
        choose: keys,
      });
    },
    cancel: end,
    ...(held && { held }),
  });
}
