/** The canvas: the journey as cards and connections. Its parts share one stage; what they do is in gestures, keys and deeds. */

import { useCallback, useMemo, useRef } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { later } from "../ui/later.js";
import { Cards } from "./Cards.js";
import { pasteText } from "./clip.js";
import { WIDE } from "./covered.js";
import { Dots } from "./Dots.js";
import { useDrawn } from "./drawn.js";
import { click, pointAt, press } from "./gestures.js";
import { Carrying, HeldWire, Marquee } from "./Hand.js";
import { Notes } from "./Notes.js";
import { Pane } from "./Pane.js";
import { Plugs } from "./Plugs.js";
import { stageOf } from "./stage.js";
import { Tools } from "./Tools.js";
import { useKeyboard } from "./useKeyboard.js";
import { StageContext, useUi } from "./useStage.js";
import { Wires } from "./Wires.js";

/** @import {MouseEvent, PointerEvent} from "react" */

const Popovers = later(() => import("./Popovers.js"), "Popovers");
const MiniMap = later(() => import("./MiniMap.js"), "MiniMap");
const Empty = later(() => import("./Empty.js"), "Empty");
const FindBar = later(() => import("./FindBar.js"), "FindBar");

/**
 * @typedef {object} CanvasProps
 * @property {(key: string) => void} [onShowPeople] opens the list of those who stand at a step
 * @property {(text: string) => void} [onPasteFlow] takes the text of a whole journey that was pasted
 */

/** @param {CanvasProps} props */
export function Canvas(props) {
  const editor = useEditor();
  return h(StageContext, { value: stageOf(editor) }, h(Table, { key: editor.slug, ...props }));
}

/** @param {CanvasProps} props */
function Table({ onShowPeople, onPasteFlow }) {
  const editor = useEditor();
  const stage = stageOf(editor);
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const handlers = useRef({ onShowPeople, onPasteFlow });
  handlers.current = { onShowPeople, onPasteFlow };
  const take = useCallback(
    (/** @type {string} */ text) => pasteText(stage, text, handlers.current.onPasteFlow),
    [stage],
  );
  useKeyboard(stage, root, take);
  const count = useEdit((state) => Object.keys(state.history.present.nodes).length);
  const scene = useMemo(() => h(Scene), []);
  const classes = [
    "canvas",
    editor.isReadOnly && "is-read-only",
    useUi((ui) => ui.tool === "select") && "is-selecting",
  ];
  return html`<div ref=${root} className=${classes.filter(Boolean).join(" ")}
      onPointerDown=${(/** @type {PointerEvent<HTMLElement>} */ event) => press(stage, event)}
      onClick=${(/** @type {MouseEvent<HTMLElement>} */ event) => click(stage, event, onShowPeople)}
      onContextMenu=${(/** @type {MouseEvent<HTMLElement>} */ event) => pointAt(stage, event)}>
    ${h(Dots)}
    ${h(Pane, null, scene)}
    ${count > 0 && h(Tools)}
    ${h(Extras, { count, pasteText: take, onShowPeople })}
    ${h(Carrying)}
  </div>`;
}

/** What is drawn, in the order in which it lies one above the other. */
function Scene() {
  const drawn = useDrawn();
  return [
    h(Notes, { key: "notes" }),
    h(Wires, { key: "wires", drawn }),
    h(Cards, { key: "cards", drawn }),
    h(Plugs, { key: "plugs", drawn }),
    h(HeldWire, { key: "held", drawn }),
    h(Marquee, { key: "box" }),
  ];
}

/** @param {{count: number, pasteText: (text: string) => void, onShowPeople: CanvasProps["onShowPeople"]}} props */
function Extras({ count, ...ways }) {
  const isFinding = useUi((ui) => ui.isFinding);
  const hasMap = useUi((ui) => ui.hasMap);
  const isAsking = useUi((ui) => ui.picking !== null || ui.menu !== null || ui.hasHelp);
  return html`${count >= WIDE && hasMap && h(MiniMap)}
    ${count === 0 && h(Empty)}
    ${isFinding && h(FindBar)}
    ${isAsking && h(Popovers, ways)}`;
}
