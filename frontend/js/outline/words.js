/** What a row says: to the eye in pieces, to a screen reader in one sentence. */

import { t } from "../kit/text.js";

/** @import {Editor, NodeCounts, Problem, Report} from "../builder/editor.js" */
/** @import {Row} from "../model/outline.js" */

const NONE = /** @type {readonly Problem[]} */ (Object.freeze([]));
/** @type {WeakMap<Report, Map<string | null, Problem[]>>} */
const byNode = new WeakMap();

/** @param {Editor} editor @param {string} key @returns {readonly Problem[]} */
export function problemsAt(editor, key) {
  const { report } = editor.state.get();
  if (!report) return NONE;
  const known = byNode.get(report) ?? Map.groupBy(report.problems, (problem) => problem.node);
  byNode.set(report, known);
  return known.get(key) ?? NONE;
}

/** @param {Editor} editor @param {string} key @returns {NodeCounts | undefined} */
export function countsAt(editor, key) {
  const { counts } = editor.state.get();
  return counts && Object.hasOwn(counts, key) ? counts[key] : undefined;
}

/** @param {Editor} editor @param {Row} row @returns {string} */
export function sentenceOf(editor, row) {
  switch (row.kind) {
    case "step":
      return editor.nameOf(row.key);
    case "way":
      return t("outline.way", { name: row.label });
    case "goesOn":
      return t("outline.goesOn", { name: editor.nameOf(row.key) });
    case "open":
      return t("outline.open");
  }
}

/** @param {Editor} editor @param {Row} row @returns {string} with its problems and numbers */
export function spokenOf(editor, row) {
  const parts = [sentenceOf(editor, row)];
  if (row.kind === "step") {
    const label = editor.typeOf(row.key)?.label;
    if (label && label !== parts[0]) parts.unshift(label);
    parts.push(...problemsAt(editor, row.key).map((problem) => problem.detail));
    const counts = countsAt(editor, row.key);
    if (counts?.waiting) parts.push(t("outline.waiting", { n: counts.waiting }));
    if (counts?.set_aside) parts.push(t("outline.aside", { n: counts.set_aside }));
  }
  if (row.kind === "way") {
    const passed = countsAt(editor, row.from)?.passed[row.port];
    if (passed !== undefined) parts.push(t("outline.passed", { n: passed }));
  }
  if (row.kind === "open" && !editor.isReadOnly) parts.push(t("outline.add"));
  return parts.map((part, n) => (n < parts.length - 1 && !/[.?!…:]$/.test(part) ? `${part}.` : part)).join(" ");
}
