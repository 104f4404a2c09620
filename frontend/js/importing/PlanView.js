/** The plan of an import, as it is read and decided: the picture, the blanks to fill, what clashes, what comes. */

import { nodeTypes } from "../api/catalogue.js";
import { h, html } from "../kit/h.js";
import { useLoad } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { Thumbnail } from "../picture/Thumbnail.js";
import { TextField } from "../ui/Field.js";
import { Icon } from "../ui/Icon.js";
import { Clashes } from "./Clashes.js";
import { ItemList } from "./ItemList.js";
import { parametersOf } from "./parameters.js";
import { sortedItems } from "./plan.js";

/** @import {Fault} from "../api/http.js" */
/** @import {Flow} from "../model/types.js" */
/** @import {Plan} from "./plan.js" */

/**
 * @param {{plan: Plan, flow: Flow, fileName: string | undefined, choices: Record<string, string>,
 *   onChoose: (choices: Record<string, string>) => void, values: Record<string, string>,
 *   onFill: (values: Record<string, string>) => void, faults: readonly Fault[]}} props
 */
export function PlanView({ plan, flow, fileName, choices, onChoose, values, onFill, faults }) {
  const { clashes, created, reused, missing } = sortedItems(plan.items);
  return html`<div className="import-plan">
    ${h(Head, { plan, flow, fileName })}
    <div className="stack wide">
      ${h(Blanks, { flow, values, onFill, faults })}
      ${h(Clashes, { items: clashes, choices, onChoose })}
      ${h(ItemList, { icon: "plus", title: t("importing.creates", { n: created.length }), items: created })}
      ${h(ItemList, { icon: "repeat", title: t("importing.reuses", { n: reused.length }), items: reused })}
      ${h(ItemList, {
        icon: "triangle-alert",
        tone: "warn",
        title: t("importing.missing", { n: missing.length }),
        about: t("importing.missingText"),
        items: missing,
      })}
      ${plan.unknown_types.length > 0 && h(Unknown, { types: plan.unknown_types })}
    </div>
  </div>`;
}

/** @param {{plan: Plan, flow: Flow, fileName: string | undefined}} props */
function Head({ plan, flow, fileName }) {
  const types = useLoad(nodeTypes, []);
  return html`<div className="import-head">
    <div className="import-picture">${types.data && h(Thumbnail, { flow, types: types.data, isRich: true })}</div>
    <h3>${plan.name || t("importing.nameless")}</h3>
    <p className="quiet-text small">${t("importing.steps", { n: Object.keys(flow.nodes).length })}${
      flow.author && ` · ${t("importing.author", { name: flow.author })}`
    }</p>
    ${flow.description && html`<p className="small import-story">${flow.description}</p>`}
    ${fileName && html`<p className="quiet-text small file-name">${h(Icon, { name: "file-json", size: 16 })} ${fileName}</p>`}
  </div>`;
}

/**
 * @param {{flow: Flow, values: Record<string, string>, onFill: (values: Record<string, string>) => void,
 *   faults: readonly Fault[]}} props
 */
function Blanks({ flow, values, onFill, faults }) {
  const all = parametersOf(flow);
  if (!all.length) return null;
  return html`<section className="import-part">
    <h3>${h(Icon, { name: "pencil", size: 18 })} ${t("importing.blanks", { n: all.length })}</h3>
    <p className="quiet-text small">${t("importing.blanksText")}</p>
    <div className="form">${all.map(([key, { label, type }]) =>
      h(TextField, {
        key,
        label: label || key,
        value: values[key] ?? "",
        type: type === "number" ? "number" : "text",
        maxLength: 500,
        onChange: (value) => onFill({ ...values, [key]: value }),
        error: faults.find((fault) => fault.pointer === `/parameters/${key}`)?.detail,
      }),
    )}</div>
  </section>`;
}

/** @param {{types: readonly string[]}} props */
function Unknown({ types }) {
  const shown = types.slice(0, 8).map((type) => type.slice(0, 64));
  return html`<section className="import-part warn">
    <h3>${h(Icon, { name: "puzzle", size: 18 })} ${t("importing.unknown", { n: types.length })}</h3>
    <p className="small">${t("importing.unknownText")}</p>
    <p className="small">${shown.map((type, n) => html`<span key=${n}>${n > 0 && ", "}<code>${type}</code></span>`)}${
      types.length > shown.length && ` ${t("importing.more", { n: types.length - shown.length })}`
    }</p>
  </section>`;
}
