/** One part of an import's plan: things by kind and name; of many only the first until one asks. */

import { useState } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { nameOf } from "./plan.js";

/** @import {Item} from "./plan.js" */

const FIRST = 8;
export const KIND_ICONS = /** @type {const} */ ({
  message: "mail",
  segment: "filter",
  topic: "megaphone",
  attribute: "user",
});

/** @param {{icon: string, title: string, items: readonly Item[], about?: string, tone?: string}} props */
export function ItemList({ icon, title, items, about, tone = "" }) {
  const [isWhole, showAll] = useState(false);
  if (!items.length) return null;
  const shown = isWhole ? items : items.slice(0, FIRST);
  return html`<section className=${`import-part ${tone}`}>
    <h3>${h(Icon, { name: icon, size: 18 })} ${title}</h3>
    ${about && html`<p className="small">${about}</p>`}
    <ul className="import-items">
      ${shown.map(
        (item) => html`<li key=${nameOf(item)}>${h(Icon, { name: KIND_ICONS[item.kind], size: 18 })}
        <span className="item-name">${item.name}</span> <span className="quiet-text small">${t(`importing.kinds.${item.kind}`)}</span></li>`,
      )}
    </ul>
    ${
      shown.length < items.length &&
      h(
        Button,
        { kind: "plain", small: true, onClick: () => showAll(true) },
        t("importing.showAll", { n: items.length }),
      )
    }
  </section>`;
}
