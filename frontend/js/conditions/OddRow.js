/** A part that this builder cannot show. It is kept as it is, letter by letter. */

import { Wronged } from "../forms/Wronged.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useBuilder } from "./builderContext.js";
import { PartMenu } from "./PartMenu.js";
import { at, pointer } from "./tree.js";
import { usePartKeys } from "./usePartKeys.js";

/** @import {Path} from "./shape.js" */

/** @param {{path: Path}} props */
export function OddRow({ path }) {
  const { root, disabled, faults } = useBuilder();
  const press = usePartKeys(path);
  const place = pointer(path);
  const fault = faults.find((one) => one.pointer === place || one.pointer.startsWith(`${place}/`));
  return html`<div className="test odd" data-part=${place} onKeyDown=${press}>
    <div className="test-line">
      <details className="grow"><summary>${t("conditions.odd")}</summary>
        <pre tabIndex=${0}><code>${JSON.stringify(at(root, path), null, 2)}</code></pre></details>
      ${!disabled && h(PartMenu, { path, isGroup: false })}
    </div>
    ${h(Wronged, { error: fault?.detail })}
  </div>`;
}
