/** A condition as a tree of sentences that one fills in; below it in words, with the number of people for whom it holds. */

import { useEffect, useRef } from "react";
import { conditionTypes } from "../api/catalogue.js";
import { h, html } from "../kit/h.js";
import { useLoad } from "../kit/hooks.js";
import { shown } from "../ui/States.js";
import { BuilderContext } from "./builderContext.js";
import { GroupBox } from "./GroupBox.js";
import { Outcome } from "./Outcome.js";
import { isNode } from "./shape.js";
import { pointer } from "./tree.js";
import { useCount } from "./useCount.js";

/** @import {Catalogue, Node, Path} from "./shape.js" */

/**
 * @typedef {object} ConditionBuilderProps
 * @property {Node | null | undefined} value the condition; empty: nothing is asked yet
 * @property {(value: Node, isTyping?: boolean) => void} onChange
 * @property {boolean} [disabled]
 * @property {boolean} [autoFocus] the keyboard begins in the first test, or at what adds one
 * @property {string} label what it is the condition of
 */

/** @param {ConditionBuilderProps} props */
export function ConditionBuilder(props) {
  const catalogue = useLoad(conditionTypes, []);
  return shown(catalogue, (/** @type {Catalogue} */ found) => h(Tree, { ...props, catalogue: found }));
}

/** @param {ConditionBuilderProps & {catalogue: Catalogue}} props */
function Tree({ value, onChange, disabled = false, autoFocus = false, label, catalogue }) {
  const root = isNode(value) ? value : {};
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const wanted = useRef(/** @type {string | null} */ (null));
  const fresh = useRef(/** @type {string | null} */ (null));
  const { counted, isCounting, error } = useCount(root);
  useEffect(() => {
    if (wanted.current === null) return;
    const part = box.current?.querySelector(`[data-part="${CSS.escape(wanted.current)}"]`);
    wanted.current = null;
    /** @type {HTMLElement | null | undefined} */ (
      part?.querySelector("input, select:not([data-lead]), .group-head select, button")
    )?.focus();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens.
  useEffect(() => {
    if (!autoFocus) return;
    /** @type {HTMLElement | null | undefined} */ (
      box.current?.querySelector(".tests :is(input, select, button), .group-foot button")
    )?.focus();
  }, []);
  const changeAndFocus = (/** @type {Node} */ next, /** @type {Path} */ path) => {
    wanted.current = pointer(path);
    onChange(next);
  };
  const builder = {
    catalogue,
    root,
    disabled,
    faults: (counted?.faults ?? []).map((fault) => ({
      ...fault,
      pointer: fault.pointer.replace(/^\/condition/, ""),
    })),
    change: onChange,
    changeAndFocus,
    addNew: (/** @type {Node} */ next, /** @type {Path} */ path) => {
      fresh.current = pointer(path);
      changeAndFocus(next, path);
    },
    isFresh: (/** @type {string} */ place) => fresh.current === place,
  };
  return h(
    BuilderContext.Provider,
    { value: builder },
    html`<section className="condition" ref=${box} aria-label=${label}>
      ${h(GroupBox, { path: [], isOutermost: true })}
      ${h(Outcome, { condition: root, counted, isCounting, error })}
    </section>`,
  );
}
