/** What the canvas draws: cards and ports; worked out once for each drawing. */

import { useEdit } from "../builder/useEditor.js";
import { useStore } from "../kit/useStore.js";
import { arrange, SIZES } from "../layout/arrange.js";
import { place } from "../model/surroundings.js";
import { plugsOf } from "./geometry/plugs.js";
import { useStage } from "./useStage.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {Drawing} from "../layout/arrange.js" */
/** @import {Flow, Point, PortsOf} from "../model/types.js" */
/** @import {Plug} from "./geometry/plugs.js" */

/** @typedef {Readonly<{flow: Flow, drawing: Drawing, plugs: ReadonlyMap<string, Plug>, isMoving: boolean}>} Drawn */

/** @type {WeakMap<Drawing, Drawn>} */
const ready = new WeakMap();
/** @type {WeakMap<object, Drawing>} */
const inTheHand = new WeakMap();

/** @param {Editor} editor @returns {Drawn} */
export const drawnOf = (editor) => drawn(editor.flow, editor.drawing, editor.portsOf, false);

/** @param {Flow} flow @param {Drawing} drawing @param {PortsOf} portsOf @param {boolean} isMoving @returns {Drawn} */
function drawn(flow, drawing, portsOf, isMoving) {
  const known = ready.get(drawing);
  if (known) return known;
  const made = { flow, drawing, plugs: plugsOf(flow, drawing, portsOf, SIZES), isMoving };
  ready.set(drawing, made);
  return made;
}

/** Watch the drawing, with the cards that are being moved where the hand has them. @returns {Drawn} */
export function useDrawn() {
  const { ui } = useStage();
  const moving = useStore(ui, (now) => now.moving);
  return useEdit((_, editor) => (moving ? movedOf(editor, moving) : drawnOf(editor)));
}

/** @param {Editor} editor @param {Readonly<Record<string, Point>>} moving @returns {Drawn} */
function movedOf(editor, moving) {
  const flow = place(editor.flow, { places: moving });
  const isEntry = (/** @type {string} */ key) => editor.typeOf(key)?.is_entry ?? false;
  const drawing = inTheHand.get(moving) ?? arrange(flow, editor.portsOf, { isEntry });
  inTheHand.set(moving, drawing);
  return drawn(flow, drawing, editor.portsOf, true);
}
