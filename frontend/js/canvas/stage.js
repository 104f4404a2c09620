/** The stage: what goes on on the canvas itself and is no part of the document. One for each editor. */

import { storeOf } from "../kit/store.js";
import { SIZES } from "../layout/arrange.js";
import { nodeAt } from "../model/document.js";
import { coveredFoot } from "./covered.js";
import { centred, middleOf, revealing } from "./geometry/view.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {NodeType, Point, PortRef} from "../model/types.js" */
/** @import {Rect, View} from "./geometry/view.js" */

/** What is carried: a new node, or a card. `places` are the ports where it may be put, `over` the one below it, `at`
 * where it is in the page; `isAnywhere`: it may also be dropped on the ground.
 * @typedef {Readonly<{what: {type: NodeType} | {key: string, keys: readonly string[]}, places: ReadonlySet<string>, over: string | null, at: Point,
 *   isAnywhere: boolean}>} Carried */

/** A connection in the hand: `end` is the end that moves, `edge` what it was before.
 * @typedef {Readonly<{ref: PortRef, end: "to" | "from", isEdge: boolean, from: Point, at: Point, over: string | null,
 *   refusal: string}>} Wire */

/** The list of steps: after which port the step is put; no `ref`: at `at`, unconnected. `page`: where it begins.
 * @typedef {Readonly<{anchor: Element | DOMRect, ref?: PortRef, from?: string, at?: Point, entriesOnly?: boolean,
 *   page?: "steps" | "existing"}>} Picking */

/** @typedef {Readonly<{at: Point, on: {key: string} | {ref: PortRef} | {note: number} | {pane: Point}}>} Pointed */

/** @typedef {object} UiFields
 * @property {string | null} focus the card where the keyboard is
 * @property {string | null} fresh the card that was just made and whose settings are open for the first time
 * @property {Picking | null} picking
 * @property {Pointed | null} menu
 * @property {Carried | null} carried
 * @property {Wire | null} wire
 * @property {Rect | null} marquee
 * @property {Readonly<Record<string, Point>> | null} moving cards that are being moved freely
 * @property {number | null} note the chosen note
 * @property {boolean} isWriting in the chosen note
 * @property {Readonly<{index: number, at: Point}> | null} noteMoving
 * @property {boolean} isFinding
 * @property {"hand" | "select"} tool
 * @property {boolean} isFree cards stay where they are put
 * @property {boolean} hasMap
 * @property {boolean} hasHelp
 * @typedef {Readonly<UiFields>} Ui */

/** Moves the view; the pane provides it. @typedef {{move: (view: View, ms: number) => void, box: () => DOMRect}} Pilot */

/** Below a step that was just made one sees its plus, and there is room for the next. */
const ROOM = 150;
/** @type {WeakMap<Editor, Stage>} */
const stages = new WeakMap();

/** @param {Editor} editor @returns {Stage} */
export function stageOf(editor) {
  const stage = stages.get(editor) ?? new Stage(editor);
  stages.set(editor, stage);
  return stage;
}

/** @type {Ui} */
const AT_REST = {
  focus: null,
  fresh: null,
  picking: null,
  menu: null,
  carried: null,
  wire: null,
  marquee: null,
  moving: null,
  note: null,
  isWriting: false,
  noteMoving: null,
  isFinding: false,
  tool: "hand",
  isFree: false,
  hasMap: true,
  hasHelp: false,
};

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Stage {
  /** @type {Pilot | null} */
  pilot = null;
  /** Whether the view was ever set: going to the outline and back keeps it. */
  isPlaced = false;
  /** @type {() => void} puts the keyboard on the canvas */
  takeFocus = () => {};
  #flow;
  #panel;
  #width = 0;
  #aim = { view: /** @type {View} */ ({ x: 0, y: 0, zoom: 1, width: 0, height: 0 }), until: 0 };

  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.#flow = editor.flow;
    this.#panel = editor.state.get().panel;
    this.view = storeOf(/** @type {View} */ ({ x: 0, y: 0, zoom: 1, width: 0, height: 0 }));
    this.ui = storeOf(AT_REST);
    editor.state.watch(() => this.#hear());
    this.view.watch(() => this.#keepInSight());
  }

  /** @param {Partial<Ui>} change */
  put(change) {
    this.ui.set({ ...this.ui.get(), ...change });
  }

  /** Whether cards stay where they are put. */
  get isFree() {
    return this.ui.get().isFree || this.editor.flow.layout !== undefined;
  }

  /** Follow the editor: the keyboard goes where something was chosen; a node that was just made is fresh. */
  #hear() {
    const { chosen, panel, history } = this.editor.state.get();
    const flow = history.present;
    const ui = this.ui.get();
    const isMade = panel !== null && flow !== this.#flow && !nodeAt(this.#flow, panel);
    const fresh = isMade ? panel : ui.fresh === panel ? panel : null;
    this.#flow = flow;
    const [only] = chosen;
    const isLost = ui.focus === null || !nodeAt(flow, ui.focus);
    const focus = chosen.size === 1 || (isLost && only !== undefined) ? (only ?? null) : isLost ? null : ui.focus;
    const note = ui.note !== null && (chosen.size || !flow.notes?.[ui.note]) ? null : ui.note;
    if (focus !== ui.focus || fresh !== ui.fresh || note !== ui.note) {
      this.put({ focus, fresh, note, ...(note === null && { isWriting: false }) });
    }
    // The panel takes room beside the canvas, so look when it has taken it.
    if (panel !== null && (isMade || panel !== this.#panel))
      setTimeout(() => this.reveal(panel, { isCentred: true, room: isMade ? ROOM : 0 }), 60);
    // Settings that were closed by a key leave the keyboard nowhere; here one can go on.
    if (panel === null && this.#panel !== null)
      setTimeout(() => document.activeElement === document.body && this.takeFocus(), 30);
    this.#panel = panel;
  }

  /** What stands open beside the canvas takes its room; the chosen card stays in sight. */
  #keepInSight() {
    const { width } = this.view.get();
    const isNarrower = width < this.#width;
    this.#width = width;
    const [key] = this.editor.state.get().chosen;
    if (isNarrower && key !== undefined) requestAnimationFrame(() => this.reveal(key, { isCentred: true }));
  }

  /** @param {View} view @param {number} [ms] */
  look(view, ms = 180) {
    const time = calm() ? 0 : ms;
    this.#aim = { view, until: performance.now() + time };
    this.pilot?.move(view, time);
  }

  /** Where one looks, or will look in a moment: what is pressed twice quickly adds up. @returns {View} */
  get aim() {
    const now = this.view.get();
    if (performance.now() >= this.#aim.until) return now;
    const { x, y, zoom } = this.#aim.view;
    return { ...now, x, y, zoom };
  }

  /** @param {string} key @returns {Rect | null} */
  rectOf(key) {
    const at = this.editor.drawing.cards.get(key);
    return at ? { left: at[0], top: at[1], right: at[0] + SIZES.width, bottom: at[1] + SIZES.height } : null;
  }

  /**
   * Bring a card into sight.
   * @param {string} key @param {{isCentred?: boolean, room?: number}} [options] `isCentred`: between the sides, when it was
   *   beyond one; `room` below it
   */
  reveal(key, { isCentred = false, room = 0 } = {}) {
    const rect = this.rectOf(key);
    if (!rect) return;
    const now = this.aim;
    const view = revealing(now, { ...rect, bottom: rect.bottom + room }, coveredFoot(this), isCentred);
    if (view !== now) this.look(view);
  }

  /** Bring a card to the middle. @param {string} key */
  centre(key) {
    const rect = this.rectOf(key);
    if (!rect) return;
    this.look(centred(this.aim, middleOf(rect), Math.max(0.6, this.aim.zoom)));
  }

  /** Bring a place to the middle. @param {Point} at of the drawing */
  lookAt(at) {
    this.look(centred(this.aim, at));
  }

  /** @param {Point} page a place in the page @returns {Point} the same in the window of the canvas */
  inWindow([x, y]) {
    const box = this.pilot?.box();
    return box ? [x - box.left, y - box.top] : [x, y];
  }
}
