/** What the menus and the keys of the canvas do. */

import { cut, double, move, remove } from "../builder/acts.js";
import { t } from "../kit/text.js";
import { edgeAt } from "../model/document.js";
import { LABELS } from "../model/history.js";
import { stepTowards } from "../model/outline.js";
import { place, tidy } from "../model/surroundings.js";
import { toast } from "../ui/Toast.js";
import { GRID } from "./carry.js";
import { plugId } from "./geometry/plugs.js";
import { removeNoteAt } from "./noteMoves.js";
import { rowsIn } from "./rows.js";
import { slotTowards, withBelow } from "./walk.js";

/** @import {Direction} from "../model/outline.js" */
/** @import {Point, PortRef} from "../model/types.js" */
/** @import {Picking, Stage} from "./stage.js" */
/** @import {Way} from "./walk.js" */

/** @param {Stage} stage @param {Direction} direction @param {{isMore?: boolean, isQuiet?: boolean}} [options] */
export function go(stage, direction, { isMore = false, isQuiet = false } = {}) {
  const { editor } = stage;
  const from = stage.ui.get().focus;
  const rows = rowsIn(editor);
  // Whoever comes from nowhere begins at the first step.
  const first = stepTowards(rows, "", "first");
  const to = from === null && direction !== "last" ? first : stepTowards(rows, from ?? first, direction);
  if (!to) return;
  const { chosen, panel } = editor.state.get();
  if (isMore) editor.choose([...chosen, ...(from === null ? [] : [from]), to]);
  else if (!isQuiet) editor.put({ chosen: new Set([to]), edge: null, panel: panel === null ? null : to });
  stage.put({ focus: to });
  stage.reveal(to);
}

/** @param {Stage} stage @param {string} key */
export function toggle(stage, key) {
  const { chosen } = stage.editor.state.get();
  const next = new Set(chosen);
  if (!next.delete(key)) next.add(key);
  stage.editor.choose(next);
  stage.put({ focus: key });
}

/** @param {Stage} stage @param {Way} way */
export function shove(stage, way) {
  const { editor } = stage;
  const key = stage.ui.get().focus;
  if (key === null || editor.isReadOnly) return;
  if (stage.isFree) return nudge(stage, way);
  const ref = slotTowards(editor, key, way);
  if (!ref) return editor.say(t("canvas.noPlace"));
  move(editor, key, ref);
  requestAnimationFrame(() => stage.reveal(key));
}

const BY = /** @type {Record<Way, Point>} */ ({
  up: [0, -GRID],
  down: [0, GRID],
  left: [-GRID, 0],
  right: [GRID, 0],
});

/** @param {Stage} stage @param {Way} way */
function nudge({ editor, ui }, way) {
  const { chosen } = editor.state.get();
  const keys = chosen.size ? [...chosen] : [ui.get().focus ?? ""];
  const places = Object.fromEntries(
    keys.map((key) => {
      const [x, y] = editor.drawing.cards.get(key) ?? [0, 0];
      return [key, /** @type {Point} */ ([x + BY[way][0], y + BY[way][1]])];
    }),
  );
  const label = LABELS.moved(keys.map((key) => editor.nameOf(key)));
  editor.run(label, (flow) => place(flow, { places }), { field: `layout/${keys.join(" ")}` });
}

/** @param {Stage} stage @param {string} key */
export function chooseBelow(stage, key) {
  stage.editor.choose(withBelow(stage.editor, key));
  stage.put({ focus: key });
}

/** @param {Stage} stage */
export function removeChosen(stage) {
  const { note } = stage.ui.get();
  if (stage.editor.isReadOnly) return;
  if (note !== null) removeNoteAt(stage, note);
  else remove(stage.editor);
  stage.takeFocus();
}

/** @param {Stage} stage */
export function duplicate(stage) {
  if (!stage.editor.isReadOnly) double(stage.editor);
}

/** @param {Stage} stage @param {PortRef} ref */
export function unplug({ editor, takeFocus }, ref) {
  if (!editor.isReadOnly) cut(editor, ref);
  takeFocus();
}

/**
 * Open the list of steps for what follows a card: at the port that was meant, otherwise the person says which.
 * @param {Stage} stage @param {string} key @param {Partial<Picking>} [more]
 */
export function pickAfter(stage, key, more = {}) {
  const { editor } = stage;
  const ports = editor.portsOf(key);
  const box = stage.pilot?.box();
  const rect = stage.rectOf(key);
  if (editor.isReadOnly || !box || !rect) return;
  if (!ports.length) return toast({ text: t("canvas.endsHere", { name: editor.nameOf(key) }) });
  stage.reveal(key);
  const { x, y, zoom } = stage.aim;
  const anchor = new DOMRect(
    box.left + rect.left * zoom + x,
    box.top + rect.top * zoom + y,
    248 * zoom,
    76 * zoom,
  );
  const [only] = ports;
  const ref = ports.length === 1 && only ? { ref: { from: key, port: only.key } } : {};
  stage.put({ picking: { anchor, from: key, ...ref, ...more } });
}

/** @param {Stage} stage @param {PortRef} ref @returns {boolean} whether something follows the port */
export const isLed = ({ editor }, ref) => edgeAt(editor.flow, ref) !== undefined;

/** @param {Stage} stage */
export function tidyUp(stage) {
  stage.put({ isFree: false });
  stage.editor.run(LABELS.tidied(), (flow) => tidy(flow));
  stage.editor.say(LABELS.tidied());
}

/** @param {Stage} stage @param {string} id "from/port" @returns {PortRef} */
export function refOf(stage, id) {
  const { editor } = stage;
  for (const from of Object.keys(editor.flow.nodes)) {
    if (!id.startsWith(`${from}/`)) continue;
    const port = editor.portsOf(from).find((other) => plugId({ from, port: other.key }) === id);
    if (port) return { from, port: port.key };
  }
  const [from = "", ...rest] = id.split("/");
  return { from, port: rest.join("/") };
}
