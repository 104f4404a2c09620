/** The list behind every plus: which step comes here, or which step the way goes on with. */

import { useLayoutEffect, useRef } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { placeBeside } from "../ui/beside.js";
import { StepList } from "./StepList.js";

/** @import {NodeType, PortRef} from "../model/types.js" */

/**
 * @typedef {object} StepPickerProps
 * @property {(type: NodeType, ref?: PortRef) => void} onPick `ref` where `ways` were given
 * @property {() => void} onClose
 * @property {Element | DOMRect} anchor it opens beside this
 * @property {boolean} [entriesOnly] only what people come in by
 * @property {readonly string[]} [joinable] keys of the steps that are there and that the way can go on with
 * @property {(key: string, ref?: PortRef) => void} [onJoin] one of those was chosen
 * @property {readonly {ref: PortRef, label: string, isOpen: boolean}[]} [ways] the person says first which way is meant
 * @property {"steps" | "existing"} [page] where it begins
 * @property {(type: NodeType, ref?: PortRef) => boolean} [only] the types that may come here
 */

/** @param {StepPickerProps} props */
export function StepPicker(props) {
  const { anchor, onClose } = props;
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const popover = box.current;
    if (!popover) return;
    popover.showPopover();
    placeBeside(
      popover,
      /** @type {Element} */ (anchor instanceof Element ? anchor : { getBoundingClientRect: () => anchor }),
    );
    popover.querySelector("input")?.focus({ preventScroll: true });
  }, [anchor]);
  // Not an ordinary effect: that would still hear the list go when a choice was made, and take the keyboard back.
  useLayoutEffect(() => {
    const popover = box.current;
    const heard = (/** @type {Event} */ event) =>
      /** @type {ToggleEvent} */ (event).newState === "closed" && close.current();
    popover?.addEventListener("toggle", heard);
    return () => popover?.removeEventListener("toggle", heard);
  }, []);
  return html`<div ref=${box} popover="auto" data-aside="" className="step-picker" role="dialog" aria-label=${t("canvas.picker.label")}>
    ${h(StepList, props)}
  </div>`;
}
