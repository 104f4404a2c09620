/** Where one is in the outline: one row has the keyboard, and what it is about is what is chosen, as on the canvas. */

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { rowsIn } from "../canvas/rows.js";
import { parentsOf, shownRows, stepId } from "./rows.js";

/** @import {Shown} from "./rows.js" */

const NONE = /** @type {ReadonlySet<string>} */ (new Set());

/**
 * @typedef {object} Tree
 * @property {readonly Shown[]} shown
 * @property {string} at id of the row with the keyboard
 * @property {{current: HTMLUListElement | null}} list
 * @property {(id: string, options?: {isMore?: boolean, isQuiet?: boolean}) => void} goTo
 * @property {(id: string, isFolded: boolean) => void} fold
 * @property {() => void} takeFocus once the row is drawn
 */

/** @returns {Tree} */
export function useTree() {
  const editor = useEditor();
  const rows = useEdit((_, now) => rowsIn(now));
  const chosen = useEdit((state) => state.chosen);
  const [folded, setFolded] = useState(NONE);
  const [at, setAt] = useState("");
  const list = useRef(/** @type {HTMLUListElement | null} */ (null));
  const wantsFocus = useRef(false);
  const hadKeyboard = useRef(false);
  const shown = useMemo(() => shownRows(rows, folded), [rows, folded]);
  const place = useRef(0);
  const found = shown.findIndex((one) => one.id === at);
  // Where the row is gone, one is at what stands in its place.
  if (found >= 0) place.current = found;
  const here = shown[Math.min(place.current, shown.length - 1)]?.id ?? "";

  const focusNow = useCallback(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    rowIn(list.current)?.focus();
  }, []);
  const takeFocus = useCallback(() => {
    wantsFocus.current = true;
    requestAnimationFrame(focusNow);
  }, [focusNow]);
  // At once, so that no key is lost that follows quickly.
  useLayoutEffect(focusNow);

  // What was chosen elsewhere (on the canvas, by a command, in the list of problems) is where one is now.
  useEffect(() => {
    const [key, ...others] = chosen;
    if (key === undefined || others.length) return;
    const parents = parentsOf(rows, key);
    setFolded((old) =>
      parents.some((id) => old.has(id)) ? new Set([...old].filter((id) => !parents.includes(id))) : old,
    );
    setAt(stepId(key));
    const hadFocus = list.current?.contains(document.activeElement) || document.activeElement === document.body;
    if (hadFocus && editor.state.get().panel === null) takeFocus();
    requestAnimationFrame(() => rowIn(list.current)?.scrollIntoView({ block: "nearest" }));
  }, [chosen, rows, editor, takeFocus]);

  // A row that goes while it has the keyboard (deleted, undone, folded away) leaves it to the next.
  useEffect(() => {
    const holder = list.current;
    const come = () => {
      hadKeyboard.current = true;
    };
    const leave = (/** @type {FocusEvent} */ event) => {
      if (event.relatedTarget instanceof Node && !holder?.contains(event.relatedTarget))
        hadKeyboard.current = false;
    };
    holder?.addEventListener("focusin", come);
    holder?.addEventListener("focusout", leave);
    return () => {
      holder?.removeEventListener("focusin", come);
      holder?.removeEventListener("focusout", leave);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever other rows are shown.
  useEffect(() => {
    if (hadKeyboard.current && document.activeElement === document.body) takeFocus();
  }, [shown, takeFocus]);

  const goTo = useCallback(
    (/** @type {string} */ id, { isMore = false, isQuiet = false } = {}) => {
      const row = shown.find((one) => one.id === id)?.row;
      if (!row) return;
      setAt(id);
      takeFocus();
      if (isQuiet) return;
      const state = editor.state.get();
      if (row.kind !== "step") {
        if (!isMore) editor.put({ chosen: NONE, edge: null });
      } else if (isMore) editor.choose([...state.chosen, row.key]);
      else editor.put({ chosen: new Set([row.key]), edge: null, panel: state.panel === null ? null : row.key });
    },
    [editor, shown, takeFocus],
  );
  const fold = useCallback((/** @type {string} */ id, /** @type {boolean} */ isFolded) => {
    setFolded((old) => new Set(isFolded ? [...old, id] : [...old].filter((other) => other !== id)));
  }, []);
  return { shown, at: here, list, goTo, fold, takeFocus };
}

/** @param {Element | null} list @returns {HTMLElement | null} the row with the keyboard */
export const rowIn = (list) => list?.querySelector('[role="treeitem"][tabindex="0"]') ?? null;
