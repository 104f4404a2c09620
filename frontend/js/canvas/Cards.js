/** All cards in sight, as one tree for the keyboard and for screen readers. */

import { useId, useLayoutEffect, useMemo, useRef } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { SIZES } from "../layout/arrange.js";
import { stepTowards } from "../model/outline.js";
import { Card } from "./Card.js";
import { touches } from "./geometry/view.js";
import { rowsIn } from "./rows.js";
import { iconOf, toneOf } from "./tones.js";
import { useDetail, useSight } from "./useSight.js";
import { useStage, useUi } from "./useStage.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {Row} from "../model/outline.js" */
/** @import {Point} from "../model/types.js" */
/** @import {Drawn} from "./drawn.js" */

const MANY = 150;

/** @param {{drawn: Drawn}} props */
export function Cards({ drawn }) {
  const stage = useStage();
  const editor = useEditor();
  const idPrefix = useId();
  const tree = useRef(/** @type {HTMLDivElement | null} */ (null));
  const state = useEdit((now) => now);
  const sight = useSight();
  const isFar = useDetail() === "far";
  const focus = useUi((ui) => ui.focus);
  const fresh = useUi((ui) => ui.fresh);
  const carried = useUi((ui) => ui.carried?.what);
  const over = useUi((ui) => ui.wire?.over ?? null);
  const refusal = useUi((ui) => ui.wire?.refusal ?? "");
  const rows = rowsIn(editor);
  const places = useMemo(() => placesOf(rows), [rows]);
  const { cards } = drawn.drawing;
  useLayoutEffect(() => {
    stage.takeFocus = () => tree.current?.focus({ preventScroll: true });
  }, [stage]);

  const shown = [...cards].filter(
    ([key, [left, top]]) =>
      key === focus || touches(sight, { left, top, right: left + SIZES.width, bottom: top + SIZES.height }),
  );
  const isStill = drawn.isMoving || cards.size > MANY || isFar;
  return html`<div ref=${tree} role="tree" tabIndex=${0} aria-label=${t("canvas.tree")} aria-multiselectable="true"
      aria-activedescendant=${focus === null || !cards.has(focus) ? undefined : `${idPrefix}${focus}`}
      onFocus=${begin} className=${isStill ? "cards" : "cards is-moving"} data-canvas-tree>
    ${shown.map(([key, at]) => h(Card, { key, idPrefix, isFar, hasIcon: cards.size <= MANY, ...look(key, at) }))}
  </div>`;

  /** The keyboard is always at a card: the chosen one, or the first. */
  function begin() {
    const [key = stepTowards(rows, "", "first")] = state.chosen;
    if (stage.ui.get().focus === null && key) stage.put({ focus: key });
  }

  /** @param {string} key @param {Point} at */
  function look(key, [x, y]) {
    const type = editor.typeOf(key);
    const { report, counts, overlay } = state;
    const mark = overlay?.nodes[key];
    const problems =
      fresh === key ? [] : (report?.problems ?? []).filter((p) => p.node === key && p.severity === "error");
    const told = counts && (counts[key] ?? { waiting: 0, set_aside: 0, passed: {} });
    return {
      id: key,
      x,
      y,
      type: type?.label ?? t("canvas.notInstalled"),
      icon: iconOf(type),
      tone: toneOf(type),
      sentence: sentenceOf(editor, key),
      errors: state.overlay ? 0 : problems.length,
      ways: waysOf(editor, key),
      isChosen: state.chosen.has(key),
      isFocused: focus === key,
      isOpen: state.panel === key,
      isCarried: carried !== undefined && "keys" in carried && carried.keys.includes(key),
      mark: mark?.tone ?? "",
      remark: mark?.note ?? "",
      isDim: (overlay?.isDim ?? false) && !mark,
      aim: over === key ? (refusal ? "no" : "yes") : "",
      ...(told && {
        waiting: told.waiting,
        aside: told.set_aside,
        passed: Object.values(told.passed).reduce((sum, n) => sum + n, 0),
      }),
      level: places.get(key)?.level ?? 1,
      place: places.get(key)?.place ?? 1,
      count: places.size,
    };
  }
}

/** @param {readonly Row[]} rows @returns {Map<string, {level: number, place: number}>} */
function placesOf(rows) {
  const steps = rows.filter((row) => row.kind === "step");
  return new Map(steps.map((row, n) => [row.key, { level: row.level, place: n + 1 }]));
}

/** @param {Editor} editor @param {string} key @returns {string} what the card says; "…" until the server told */
export function sentenceOf(editor, key) {
  const summaries = editor.state.get().report?.summaries;
  if (summaries && Object.hasOwn(summaries, key) && summaries[key]) return summaries[key];
  return editor.typeOf(key) ? "…" : (editor.flow.nodes[key]?.type ?? key);
}

/** @param {Editor} editor @param {string} key @returns {string} */
function waysOf(editor, key) {
  const ports = editor.portsOf(key);
  const led = new Map(editor.flow.edges.filter((edge) => edge.from === key).map((edge) => [edge.port, edge.to]));
  return ports
    .map((port) => {
      const to = led.get(port.key);
      const name = ports.length > 1 ? port.label || port.key : "";
      if (to === undefined) return name ? t("canvas.wayOpen", { name }) : t("canvas.open");
      return name ? t("canvas.way", { name, to: editor.nameOf(to) }) : "";
    })
    .filter(Boolean)
    .join(", ");
}
