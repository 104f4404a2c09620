/** Finding a step by its words: each hit comes to the middle. */

import { useEffect, useRef, useState } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { rowsIn } from "./rows.js";
import { matches } from "./steps.js";
import { useStage } from "./useStage.js";

/** @import {KeyboardEvent} from "react" */

export function FindBar() {
  const stage = useStage();
  const editor = useEditor();
  useEdit((state) => state.report);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const hits = words.trim() ? hitsOf(words) : [];
  const here = hits.length ? at % hits.length : 0;

  /** @param {string} text */
  function hitsOf(text) {
    return rowsIn(editor).flatMap((row) =>
      row.kind === "step" && matches(text, editor.nameOf(row.key), editor.typeOf(row.key)?.label ?? "", row.key)
        ? [row.key]
        : [],
    );
  }

  /** @param {readonly string[]} found @param {number} n */
  function show(found, n) {
    const key = found[(n + found.length) % Math.max(1, found.length)];
    setAt(found.length ? (n + found.length) % found.length : 0);
    if (key === undefined) return;
    editor.choose([key]);
    stage.put({ focus: key });
    stage.centre(key);
  }

  function close() {
    stage.put({ isFinding: false });
    stage.takeFocus();
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    event.stopPropagation();
    const isFindAgain = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f";
    if (event.key === "Escape") close();
    else if (event.key === "Enter" || event.key === "ArrowDown" || isFindAgain)
      show(hits, here + (event.shiftKey ? -1 : 1));
    else if (event.key === "ArrowUp") show(hits, here - 1);
    else return;
    event.preventDefault();
  }

  return html`<div className="find-bar" role="search" data-aside>
    ${h(Icon, { name: "search", size: 18 })}
    <input ref=${field} type="text" aria-label=${t("canvas.find.label")} placeholder=${t("canvas.find.label")} value=${words}
      onKeyDown=${press} onChange=${(/** @type {{target: {value: string}}} */ { target }) => {
        setWords(target.value);
        show(target.value.trim() ? hitsOf(target.value) : [], 0);
      }} />
    <span className="find-count" role="status">${words.trim() && (hits.length ? t("canvas.find.of", { at: here + 1, all: hits.length }) : t("canvas.find.none"))}</span>
    ${h(Button, { kind: "plain", small: true, icon: "chevron-up", label: t("canvas.find.previous"), disabled: !hits.length, onClick: () => show(hits, here - 1) })}
    ${h(Button, { kind: "plain", small: true, icon: "chevron-down", label: t("canvas.find.next"), disabled: !hits.length, onClick: () => show(hits, here + 1) })}
    ${h(Button, { kind: "plain", small: true, icon: "x", label: t("ui.close"), onClick: close })}
  </div>`;
}
