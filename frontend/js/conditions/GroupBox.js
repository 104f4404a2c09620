/** A group of tests: how they count together, the tests, and what adds more. */

import { Wronged } from "../forms/Wronged.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { AddMenu } from "./AddMenu.js";
import { useBuilder } from "./builderContext.js";
import { OddRow } from "./OddRow.js";
import { PartMenu } from "./PartMenu.js";
import { groupOf, isBlank, testOf } from "./shape.js";
import { TestRow } from "./TestRow.js";
import { at, pointer, setKind } from "./tree.js";
import { usePartKeys } from "./usePartKeys.js";

/** @import {ReactElement} from "react" */
/** @import {Group, Path} from "./shape.js" */

const KINDS = /** @type {const} */ (["all", "any", "none", "not-all"]);

/** @param {{path: Path, isOutermost?: boolean}} props */
export function GroupBox({ path, isOutermost = false }) {
  const { root, change, disabled, faults } = useBuilder();
  const node = at(root, path) ?? {};
  const group = groupOf(node);
  const press = usePartKeys(path);
  const kind = group?.kind ?? "all";
  const list = group ? [...path, ...group.inner] : path;
  const rows = group ? group.parts.map((_, n) => [...list, n]) : isBlank(node) ? [] : [path];
  const own = group && faults.find((fault) => fault.pointer === pointer(list) || fault.pointer === pointer(path));
  const choose = (/** @type {Group["kind"]} */ next) => change(setKind(root, path, next));
  return html`<div className=${isOutermost ? "group outermost" : "group"} data-part=${isOutermost ? undefined : pointer(path)}
      role="group" aria-label=${t(`conditions.group.${kind}`)} onKeyDown=${isOutermost ? undefined : press}>
    ${
      (rows.length > 0 || !isOutermost) &&
      html`<div className="group-head"><div className="group-words">
      <span>${isOutermost ? t("conditions.whoever") : t("conditions.andOf")}</span>
      <select value=${kind} disabled=${disabled} aria-label=${t("conditions.howTogether")}
          onChange=${(/** @type {{target: {value: Group["kind"]}}} */ event) => choose(event.target.value)}>
        ${KINDS.filter((one) => one !== "not-all" || kind === one).map((one) => html`<option key=${one} value=${one}>${t(`conditions.kind.${one}`)}</option>`)}
      </select>
      <span>${t("conditions.ofThese")}</span></div>
      ${!isOutermost && !disabled && h(PartMenu, { path, isGroup: true })}
    </div>`
    }
    <ul className="tests">
      ${rows.map(
        (row, n) => html`<li key=${pointer(row)} className="part">
        ${n > 0 && html`<span className="joint">${t(`conditions.joint.${kind}`)}</span>`}
        ${h(Part, { path: row, isWhole: row.length === path.length })}</li>`,
      )}
    </ul>
    ${h(Wronged, { error: rows.length || isOutermost ? undefined : own?.detail })}
    ${!disabled && h(AddMenu, { path, isFirst: isOutermost && rows.length === 0, mayNest: isOutermost || path.length < 8 })}
  </div>`;
}

/**
 * One part: a group, a test, or what cannot be shown.
 * @param {{path: Path, isWhole: boolean}} props @returns {ReactElement}
 */
function Part({ path, isWhole }) {
  const { root, catalogue } = useBuilder();
  const node = at(root, path);
  if (!isWhole && groupOf(node)) return h(GroupBox, { path });
  const test = testOf(node, catalogue);
  return test ? h(TestRow, { path, found: test }) : h(OddRow, { path });
}
