/** Markup: `html` for the browser's own elements, `h` for our components, so that their props are checked. */

import htm from "htm";
import { createElement } from "react";

/** @import {ReactElement} from "react" */

export const h = createElement;

/** @type {(parts: TemplateStringsArray, ...values: unknown[]) => ReactElement} */
export const html = /** @type {any} */ (htm.bind(/** @type {any} */ (createElement)));
