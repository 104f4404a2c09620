/** Choosing by a box that is drawn over the cards. */

import { SIZES } from "../layout/arrange.js";
import { drifting } from "./drift.js";
import { follow } from "./follow.js";
import { boundsOf, toDrawing, touches } from "./geometry/view.js";

/** @import {Point} from "../model/types.js" */
/** @import {Stage} from "./stage.js" */

/**
 * @param {Stage} stage @param {{clientX: number, clientY: number, pointerId: number, pointerType: string}} down
 * @param {boolean} isMore what was chosen stays chosen
 */
export function marquee(stage, down, isMore) {
  const { editor } = stage;
  const first = toDrawing(stage.view.get(), stage.inWindow([down.clientX, down.clientY]));
  const before = isMore ? [...editor.state.get().chosen] : [];
  const drift = drifting(stage, see);

  /** @param {Point} page */
  function see(page) {
    const box = boundsOf([first, toDrawing(stage.view.get(), stage.inWindow(page))]);
    const inside = [...editor.drawing.cards].filter(([, [left, top]]) =>
      touches(box, { left, top, right: left + SIZES.width, bottom: top + SIZES.height }),
    );
    const keys = new Set([...before, ...inside.map(([key]) => key)]);
    const { chosen } = editor.state.get();
    if (keys.size !== chosen.size || [...keys].some((key) => !chosen.has(key))) editor.choose(keys);
    stage.put({ marquee: box });
  }

  function stop() {
    drift.stop();
    stage.put({ marquee: null });
  }

  follow(down, {
    isEager: true,
    start: see,
    move(page) {
      see(page);
      drift.at(page);
    },
    drop(page) {
      see(page);
      stop();
      const { chosen } = editor.state.get();
      stage.takeFocus();
      const [key] = chosen;
      if (key !== undefined) stage.put({ focus: key });
    },
    cancel: stop,
  });
}
