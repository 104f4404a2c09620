/** The keys of the canvas, one record each: what it is pressed for, its words in the list of keys, what it does. */

import { t } from "../kit/text.js";
import { duplicate, go, pickAfter, removeChosen, shove, toggle } from "./deeds.js";
import { actualSize, seeAll, zoomBy } from "./looking.js";
import { writeNoteBeside } from "./noteMoves.js";

/** @import {Stage} from "./stage.js" */

/** `words` of several keys are told once, at the first; `shows` is how they are told. `isChange`: not where one only reads.
 * @typedef {{combo: string, group: "move" | "change" | "look", words?: string, shows?: string, isChange?: boolean,
 *   run: (stage: Stage) => void}} Key */

/** @param {Stage} stage @param {(key: string) => void} act on the card where the keyboard is */
function here(stage, act) {
  const { focus } = stage.ui.get();
  if (focus !== null) act(focus);
}

/** @param {Stage} stage */
function addHere(stage) {
  const { focus } = stage.ui.get();
  const box = stage.pilot?.box() ?? new DOMRect();
  if (focus !== null) pickAfter(stage, focus);
  else
    stage.put({
      picking: { anchor: new DOMRect(box.left + box.width / 2, box.top + 120, 1, 1), entriesOnly: true },
    });
}

/** @param {Stage} stage */
function showMenu(stage) {
  const { focus } = stage.ui.get();
  const box = stage.pilot?.box();
  const rect = stage.rectOf(focus ?? "");
  if (!box || !rect || focus === null) return;
  if (!stage.editor.state.get().chosen.has(focus)) stage.editor.choose([focus]);
  const { x, y, zoom } = stage.view.get();
  const at = /** @type {const} */ ([box.left + x + (rect.left + 40) * zoom, box.top + y + rect.bottom * zoom]);
  stage.put({ menu: { at, on: { key: focus } } });
}

/** @param {Stage} stage */
function letGo(stage) {
  stage.editor.put({ chosen: new Set(), edge: null, panel: null });
  stage.put({ note: null, isWriting: false, isFinding: false, tool: "hand" });
}

/** @type {readonly Key[]} */
export const KEYS = [
  { combo: "ArrowDown", group: "move", words: "walk", run: (stage) => go(stage, "next") },
  { combo: "ArrowUp", group: "move", run: (stage) => go(stage, "previous") },
  { combo: "ArrowLeft", group: "move", words: "sibling", run: (stage) => go(stage, "left") },
  { combo: "ArrowRight", group: "move", run: (stage) => go(stage, "right") },
  { combo: "Home", group: "move", words: "ends", run: (stage) => go(stage, "first") },
  { combo: "End", group: "move", run: (stage) => go(stage, "last") },
  { combo: "Enter", group: "move", words: "open", run: (stage) => here(stage, (key) => stage.editor.open(key)) },
  { combo: "/", group: "move", words: "find", run: (stage) => stage.put({ isFinding: true }) },
  { combo: "Mod+F", group: "move", run: (stage) => stage.put({ isFinding: true }) },
  { combo: "Space", group: "move", words: "toggle", run: (stage) => here(stage, (key) => toggle(stage, key)) },
  {
    combo: "Shift+ArrowDown",
    group: "move",
    words: "extend",
    shows: "Shift+Arrows",
    run: (stage) => go(stage, "next", { isMore: true }),
  },
  { combo: "Shift+ArrowUp", group: "move", run: (stage) => go(stage, "previous", { isMore: true }) },
  { combo: "Shift+ArrowLeft", group: "move", run: (stage) => go(stage, "left", { isMore: true }) },
  { combo: "Shift+ArrowRight", group: "move", run: (stage) => go(stage, "right", { isMore: true }) },
  { combo: "Mod+ArrowDown", group: "move", run: (stage) => go(stage, "next", { isQuiet: true }) },
  { combo: "Mod+ArrowUp", group: "move", run: (stage) => go(stage, "previous", { isQuiet: true }) },
  {
    combo: "Mod+A",
    group: "move",
    words: "all",
    run: ({ editor }) => editor.choose(Object.keys(editor.flow.nodes)),
  },
  { combo: "Escape", group: "move", words: "letGo", run: letGo },
  { combo: "+", group: "change", words: "add", isChange: true, run: addHere },
  { combo: "Insert", group: "change", isChange: true, run: addHere },
  {
    combo: "Alt+ArrowDown",
    group: "change",
    words: "shove",
    shows: "Alt+Arrows",
    isChange: true,
    run: (stage) => shove(stage, "down"),
  },
  { combo: "Alt+ArrowUp", group: "change", isChange: true, run: (stage) => shove(stage, "up") },
  { combo: "Alt+ArrowLeft", group: "change", isChange: true, run: (stage) => shove(stage, "left") },
  { combo: "Alt+ArrowRight", group: "change", isChange: true, run: (stage) => shove(stage, "right") },
  { combo: "Delete", group: "change", words: "delete", isChange: true, run: removeChosen },
  { combo: "Backspace", group: "change", isChange: true, run: removeChosen },
  { combo: "Mod+D", group: "change", words: "duplicate", isChange: true, run: duplicate },
  {
    combo: "N",
    group: "change",
    words: "note",
    isChange: true,
    run: (stage) => writeNoteBeside(stage, stage.ui.get().focus ?? undefined),
  },
  { combo: "Shift+F10", group: "change", words: "menu", run: showMenu },
  { combo: "ContextMenu", group: "change", run: showMenu },
  { combo: "1", group: "look", words: "fit", run: seeAll },
  { combo: "0", group: "look", words: "actual", run: actualSize },
  { combo: "Mod++", group: "look", words: "zoom", run: (stage) => zoomBy(stage, 1.25) },
  { combo: "Mod+=", group: "look", run: (stage) => zoomBy(stage, 1.25) },
  { combo: "Mod+-", group: "look", run: (stage) => zoomBy(stage, 0.8) },
  { combo: "-", group: "look", run: (stage) => zoomBy(stage, 0.8) },
  { combo: "=", group: "look", run: (stage) => zoomBy(stage, 1.25) },
  { combo: "M", group: "look", words: "map", run: (stage) => stage.put({ hasMap: !stage.ui.get().hasMap }) },
  { combo: "?", group: "look", words: "help", run: (stage) => stage.put({ hasHelp: true }) },
];

/** Keys that the browser or the page around the canvas has; they stand in the list too. */
export const OTHERS = /** @type {const} */ ([
  { combos: ["Mod+Z"], group: "change", words: "undo" },
  { combos: ["Shift+Mod+Z", "Mod+Y"], group: "change", words: "redo" },
  { combos: ["Mod+C", "Mod+X", "Mod+V"], group: "change", words: "clipboard" },
]);

/** @param {"move" | "change" | "look"} group @returns {{words: string, combos: string[]}[]} for the list of keys */
export function told(group) {
  const lines = /** @type {{words: string, combos: string[], isDone?: boolean}[]} */ ([]);
  for (const key of KEYS.filter((one) => one.group === group)) {
    if (key.words)
      lines.push({ words: wordsOf(key.words), combos: [key.shows ?? key.combo], isDone: key.shows !== undefined });
    else if (!lines.at(-1)?.isDone) lines.at(-1)?.combos.push(key.combo);
  }
  for (const other of OTHERS)
    if (other.group === group) lines.push({ words: wordsOf(other.words), combos: [...other.combos] });
  return lines;
}

/** @param {string} name */
const wordsOf = (name) => t(/** @type {any} */ (`canvas.keys.${name}`));
