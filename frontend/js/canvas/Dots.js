/** The dotted ground, which moves with the drawing. It is written straight to the element: no frame waits for React. */

import { useLayoutEffect, useRef } from "react";
import { html } from "../kit/h.js";
import { useStage } from "./useStage.js";

const STEP = 24;
const SMALL = 0.4;

export function Dots() {
  const { view } = useStage();
  const ref = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const draw = () => {
      const { x, y, zoom } = view.get();
      const style = ref.current?.style;
      if (!style) return;
      style.visibility = zoom < SMALL ? "hidden" : "";
      style.backgroundSize = `${STEP * zoom}px ${STEP * zoom}px`;
      style.backgroundPosition = `${x}px ${y}px`;
    };
    draw();
    return view.watch(draw);
  }, [view]);
  return html`<div ref=${ref} className="dots" aria-hidden="true" />`;
}
