/** Names and values that somebody brings along: the properties of an event, or data given at entry. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { TextField } from "../ui/Field.js";

/** @import {Pair} from "./walked.js" */

/** @param {{pairs: readonly Pair[], onChange: (pairs: readonly Pair[]) => void, hint: string}} props */
export function DataRows({ pairs, onChange, hint }) {
  const put = (/** @type {number} */ at, /** @type {Partial<Pair>} */ change) =>
    onChange(pairs.map((pair, n) => (n === at ? { ...pair, ...change } : pair)));
  return html`<div className="stack">
    <p className="hint">${hint}</p>
    ${pairs.map(
      (pair, n) => html`<div key=${n} className="data-row">
      ${h(TextField, { label: t("builder.data.name"), hideLabel: n > 0, value: pair.name, autoComplete: "off", onChange: (name) => put(n, { name }) })}
      ${h(TextField, { label: t("builder.data.value"), hideLabel: n > 0, value: pair.value, autoComplete: "off", onChange: (value) => put(n, { value }) })}
      ${h(Button, { small: true, kind: "plain", icon: "x", label: t("builder.data.remove", { name: pair.name }), onClick: () => onChange(pairs.filter((_, at) => at !== n)) })}
    </div>`,
    )}
    <div>${h(Button, { small: true, icon: "plus", onClick: () => onChange([...pairs, { name: "", value: "" }]) }, t("builder.data.add"))}</div>
  </div>`;
}
