/** Two documents side by side: one drawing with what was added, removed and changed, and the same in words. */

import { useMemo } from "react";
import { Canvas } from "../canvas/Canvas.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { ChangeList } from "./ChangeList.js";
import { told } from "./changes.js";
import { Editor } from "./editor.js";
import { reveal } from "./reveal.js";
import { unionOf } from "./union.js";
import { EditorContext } from "./useEditor.js";

/** @import {ReactNode} from "react" */
/** @import {NodeType} from "../model/types.js" */
/** @import {Side} from "./changes.js" */

/**
 * @param {{slug: string, types: ReadonlyMap<string, NodeType>, before: Side, after: Side, head: ReactNode}} props
 */
export function Comparison({ slug, types, before, after, head }) {
  const { editor, changes } = useMemo(() => {
    const { flow, report, overlay } = unionOf(before, after, types);
    const made = new Editor({ slug, types, flow, report, isReadOnly: true });
    made.put({ overlay });
    return { editor: made, changes: told(before, after, types) };
  }, [slug, types, before, after]);
  return html`<div className="comparison">
    <aside className="comparison-words" aria-label=${t("builder.changes.title")}>
      ${head}
      ${h(ChangeList, { changes, onShow: (key) => reveal(editor, key) })}
    </aside>
    <section className="builder-stage" aria-label=${t("builder.changes.drawing")}>
      ${h(EditorContext, { value: editor }, h(Canvas, {}))}
      <ul className="tone-legend">${(/** @type {const} */ (["added", "changed", "removed"])).map((tone) => html`<li key=${tone} className=${tone}>${t(`builder.changes.${tone}`)}</li>`)}</ul>
    </section>
  </div>`;
}
