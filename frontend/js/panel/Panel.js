/** Beside the canvas: the settings of the chosen step, of several steps, of a connection; of the journey when nothing is chosen. */

import { useEffect, useRef } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { nodeAt } from "../model/document.js";
import { EdgePanel } from "./EdgePanel.js";
import { rememberPlace, returnFocus } from "./focus.js";
import { JourneyPanel } from "./JourneyPanel.js";
import { ManyPanel } from "./ManyPanel.js";
import { NodePanel } from "./NodePanel.js";

/** @import {KeyboardEvent} from "react" */

export function Panel() {
  const editor = useEditor();
  const open = useEdit((state) => state.panel);
  const chosen = useEdit((state) => state.chosen);
  const edge = useEdit((state) => state.edge);
  const flow = useEdit((state) => state.history.present);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => rememberPlace(box), []);
  const [one] = chosen;
  const key = open ?? (chosen.size === 1 && one !== undefined ? one : null);
  const close = () => {
    editor.put({ panel: null, chosen: new Set(), edge: null });
    returnFocus();
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const isElsewhere = event.target instanceof Element && event.target.closest("[popover], dialog");
    if (event.key !== "Escape" || event.defaultPrevented || isElsewhere) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return html`<div className="side-panel" ref=${box} onKeyDown=${press}>
    ${
      chosen.size > 1
        ? h(ManyPanel, { keys: [...chosen], onClose: close })
        : key !== null && nodeAt(flow, key)
          ? h(NodePanel, { key, node: key, onClose: close })
          : edge
            ? h(EdgePanel, { edge, onClose: close })
            : h(JourneyPanel)
    }
  </div>`;
}
