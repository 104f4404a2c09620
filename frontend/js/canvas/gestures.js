/** What a press, a click and the menu button do, depending on what lies below. */

import { edgeAt } from "../model/document.js";
import { carry } from "./carry.js";
import { wire } from "./connect.js";
import { refOf, toggle, unplug } from "./deeds.js";
import { toDrawing } from "./geometry/view.js";
import { marquee } from "./marquee.js";
import { carryNote } from "./noteMoves.js";
import { withBelow } from "./walk.js";

/** @import {MouseEvent, PointerEvent} from "react" */
/** @import {Pointed, Stage} from "./stage.js" */

/** React Flow leaves alone what lies in an element of this class. */
const STILL = "nopan";

/** @param {EventTarget | null} target @param {string} name of a data attribute @returns {string | undefined} */
function marked(target, name) {
  const found = target instanceof Element ? target.closest(`[data-${name}]`) : null;
  return found?.getAttribute(`data-${name}`) ?? undefined;
}

/** @param {Stage} stage @param {PointerEvent<HTMLElement>} event */
export function press(stage, event) {
  const { target, currentTarget, button, pointerType, shiftKey } = event;
  const isFinger = pointerType === "touch";
  currentTarget.classList.remove(STILL);
  if (button !== 0 || !(target instanceof Element) || target.closest("textarea, [data-aside]")) return;
  if (stage.editor.isReadOnly) return void (shiftKey && !isFinger && box());
  const port = marked(target, "port");
  const plus = marked(target, "plus");
  const end = marked(target, "end");
  const key = marked(target, "key");
  const note = marked(target, "note");
  if (port !== undefined) take(() => wire(stage, event, refOf(stage, port)));
  else if (plus !== undefined) {
    event.preventDefault();
    const ref = refOf(stage, plus);
    if (!isFinger && !edgeAt(stage.editor.flow, ref)) take(() => wire(stage, event, ref));
  } else if (end !== undefined) {
    const { edge } = stage.editor.state.get();
    if (edge) take(() => wire(stage, event, edge, end === "from" ? "from" : "to"));
  } else if (note !== undefined) take(() => carryNote(stage, event, Number(note)));
  else if (key !== undefined && marked(target, "people") === undefined) {
    if (!isFinger) currentTarget.classList.add(STILL);
    carry(stage, event, { key, keys: together(stage, key, event.altKey) }, (at) =>
      stage.put({ menu: { at, on: { key } } }),
    );
  } else if (!isFinger && marked(target, "wire") === undefined && (shiftKey || stage.ui.get().tool === "select"))
    box();

  function box() {
    take(() => marquee(stage, event, shiftKey));
  }
  /** @param {() => void} act */
  function take(act) {
    currentTarget.classList.add(STILL);
    act();
  }
}

/** @param {Stage} stage @param {string} key @param {boolean} withAll all below it @returns {string[]} what moves with a card */
function together({ editor }, key, withAll) {
  const { chosen } = editor.state.get();
  return withAll ? withBelow(editor, key) : chosen.has(key) ? [...chosen] : [key];
}

/** @param {Stage} stage @param {MouseEvent<HTMLElement>} event @param {(key: string) => void} [onShowPeople] */
export function click(stage, event, onShowPeople) {
  const { target } = event;
  const { editor } = stage;
  if (!(target instanceof Element) || target.closest("[data-aside]")) return;
  const key = marked(target, "key");
  const plus = marked(target, "plus");
  const off = marked(target, "unplug");
  const line = marked(target, "wire");
  if (marked(target, "note") !== undefined) return;
  if (key !== undefined && marked(target, "people") !== undefined) return onShowPeople?.(key);
  if (key !== undefined) {
    if (event.shiftKey || event.ctrlKey || event.metaKey) toggle(stage, key);
    else editor.open(key);
    stage.put({ focus: key });
    return stage.takeFocus();
  }
  if (plus !== undefined) {
    const ref = refOf(stage, plus);
    return stage.put({
      picking: { ref, from: ref.from, anchor: /** @type {Element} */ (target.closest("[data-plus]")) },
    });
  }
  if (off !== undefined) return unplug(stage, refOf(stage, off));
  if (line !== undefined) editor.put({ edge: refOf(stage, line), chosen: new Set(), panel: null });
  else if (!event.shiftKey) {
    editor.put({ chosen: new Set(), edge: null, panel: null });
    stage.put({ note: null, isWriting: false });
  }
  stage.takeFocus();
}

/** @param {Stage} stage @param {MouseEvent<HTMLElement>} event */
export function pointAt(stage, event) {
  const { target, clientX, clientY } = event;
  if (!(target instanceof Element) || target.closest("textarea, [data-aside]")) return;
  event.preventDefault();
  const { editor } = stage;
  const key = marked(target, "key");
  const line = marked(target, "wire") ?? marked(target, "plus");
  const note = marked(target, "note");
  /** @type {Pointed["on"]} */
  const on =
    key !== undefined
      ? { key }
      : line !== undefined
        ? { ref: refOf(stage, line) }
        : note !== undefined
          ? { note: Number(note) }
          : { pane: toDrawing(stage.view.get(), stage.inWindow([clientX, clientY])) };
  if (key !== undefined && !editor.state.get().chosen.has(key)) editor.choose([key]);
  if ("ref" in on && edgeAt(editor.flow, on.ref)) editor.put({ edge: on.ref, chosen: new Set() });
  if ("note" in on) stage.put({ note: on.note });
  stage.put({ menu: { at: [clientX, clientY], on }, ...(key !== undefined && { focus: key }) });
}
