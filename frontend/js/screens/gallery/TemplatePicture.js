/** The whole journey of a template, to look at. */

import { useMemo } from "react";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { arrange } from "../../layout/arrange.js";
import { nodeAt, portsIn } from "../../model/document.js";
import { dataOf } from "../../picture/png.js";
import { pictureOf, svgText } from "../../picture/svg.js";
import { useIconPaths } from "../../picture/usePicture.js";
import { Loading } from "../../ui/States.js";

/** @import {Report} from "../../builder/editor.js" */
/** @import {Flow, NodeType} from "../../model/types.js" */

/** @param {{flow: Flow, types: ReadonlyMap<string, NodeType>, report: Report}} props */
export function TemplatePicture({ flow, types, report }) {
  const icons = useIconPaths();
  const svg = useMemo(() => {
    if (!icons) return "";
    const portsOf = portsIn(flow, types, report.ports);
    const isEntry = (/** @type {string} */ key) => types.get(nodeAt(flow, key)?.type ?? "")?.is_entry ?? false;
    const drawing = arrange(flow, portsOf, { isEntry });
    return svgText(pictureOf({ flow, drawing, portsOf, types, sentences: report.summaries, icons }));
  }, [flow, types, report, icons]);
  if (!svg) return h(Loading);
  return html`<div className="picture-frame" tabIndex="0" role="region" aria-label=${t("gallery.picture", { name: flow.name ?? "" })}>
    <img src=${dataOf(svg)} alt=${t("gallery.picture", { name: flow.name ?? "" })} /></div>`;
}
