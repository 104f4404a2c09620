/** The foot of a list that has more: a button for it, and why that did not work. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "./Button.js";
import { Failure } from "./States.js";

/** @import {Pages} from "../kit/usePages.js" */

/** @param {{list: Pages<any>}} props */
export function More({ list }) {
  const { more, error, isLoading, reload } = list;
  return html`<div className="more">
    ${error && h(Failure, { error, onRetry: more ?? reload })}
    ${more && !error && h(Button, { icon: "chevron-down", busy: isLoading, onClick: more }, t("ui.showMore"))}
  </div>`;
}
