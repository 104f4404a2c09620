/** The whole journey of a template, to look at: the canvas, without hands. */

import { useMemo } from "react";
import { Editor } from "../../builder/editor.js";
import { EditorContext } from "../../builder/useEditor.js";
import { Canvas } from "../../canvas/Canvas.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";

/** @import {Report} from "../../builder/editor.js" */
/** @import {Flow, NodeType} from "../../model/types.js" */

/** @param {{slug: string, flow: Flow, types: ReadonlyMap<string, NodeType>, report: Report}} props */
export function TemplatePicture({ slug, flow, types, report }) {
  const editor = useMemo(
    // What is missing here comes with the template: its problems are none to speak of.
    () => new Editor({ slug, types, flow, isReadOnly: true, report: { ...report, problems: [] } }),
    [slug, flow, types, report],
  );
  return html`<section className="template-stage" aria-label=${t("gallery.picture", { name: flow.name ?? "" })}>
    ${h(EditorContext, { value: editor }, h(Canvas))}</section>`;
}
