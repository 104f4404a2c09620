/** The whole journey, small: where one is in it; a press or a drag goes elsewhere. */

import { useEffect, useRef, useState } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { SIZES } from "../layout/arrange.js";
import { centred, seen } from "./geometry/view.js";
import { toneOf } from "./tones.js";
import { useStage, useView } from "./useStage.js";

/** @import {PointerEvent} from "react" */
/** @import {Tone} from "./tones.js" */

const WIDTH = 184;
const HEIGHT = 128;
const EDGE = 8;
const TONES = /** @type {const} */ (["entry", "message", "logic", "act", "end"]);

export function MiniMap() {
  const stage = useStage();
  const editor = useEditor();
  const drawing = useEdit((_, { drawing: now }) => now);
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [theme, setTheme] = useState(0);
  const [colours, setColours] = useState(/** @type {Record<Tone, string> | null} */ (null));
  const { bounds, cards } = drawing;
  const [wide, high] = [Math.max(1, bounds.right - bounds.left), Math.max(1, bounds.bottom - bounds.top)];
  const scale = Math.min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high, 0.12);
  const left = (WIDTH - wide * scale) / 2 - bounds.left * scale;
  const top = (HEIGHT - high * scale) / 2 - bounds.top * scale;

  useEffect(() => watchTheme(() => setTheme((n) => n + 1)), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
  useEffect(() => {
    if (canvas.current) setColours(coloursOf(canvas.current));
  }, [theme]);
  useEffect(() => {
    const sheet = canvas.current;
    const ink = sheet?.getContext("2d");
    if (!sheet || !ink || !colours) return;
    const dots = devicePixelRatio || 1;
    sheet.width = WIDTH * dots;
    sheet.height = HEIGHT * dots;
    ink.scale(dots, dots);
    for (const [key, [x, y]] of cards) {
      ink.fillStyle = colours[toneOf(editor.typeOf(key))];
      ink.fillRect(
        left + x * scale,
        top + y * scale,
        Math.max(2, SIZES.width * scale),
        Math.max(1.5, SIZES.height * scale),
      );
    }
  }, [editor, cards, colours, left, top, scale]);

  /** @param {PointerEvent<HTMLDivElement>} event */
  function go(event) {
    if (!(event.buttons & 1)) return;
    const box = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    stage.look(centred(stage.view.get(), [(x - left) / scale, (y - top) / scale]), 0);
  }

  return html`<div className="minimap" aria-hidden="true" title=${t("canvas.map.label")} onPointerDown=${go} onPointerMove=${go} data-aside>
    <canvas ref=${canvas} className="minimap-ink" />
    ${h(MapWindow, { left, top, scale })}
  </div>`;
}

/**
 * A sheet knows no tokens, so an element is asked for each colour.
 * @param {HTMLElement} near @returns {Record<Tone, string>}
 */
function coloursOf(near) {
  const probe = document.createElement("i");
  near.after(probe);
  const entries = TONES.map((tone) => {
    probe.className = `probe tone-${tone}`;
    return [tone, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries);
}

/** @param {() => void} hear */
function watchTheme(hear) {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const root = new MutationObserver(hear);
  root.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  media.addEventListener("change", hear);
  return () => {
    root.disconnect();
    media.removeEventListener("change", hear);
  };
}

/** The part in sight. @param {{left: number, top: number, scale: number}} props */
function MapWindow({ left, top, scale }) {
  const view = useView((now) => now);
  const part = seen(view);
  const [x0, y0] = [Math.max(0, left + part.left * scale), Math.max(0, top + part.top * scale)];
  const [x1, y1] = [Math.min(WIDTH, left + part.right * scale), Math.min(HEIGHT, top + part.bottom * scale)];
  const style = {
    transform: `translate(${x0}px, ${y0}px)`,
    width: Math.max(0, x1 - x0),
    height: Math.max(0, y1 - y0),
  };
  return html`<span className="minimap-window" style=${style} />`;
}
