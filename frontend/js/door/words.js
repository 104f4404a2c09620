/** The words of these pages. Their HTML names each text: data-text="door.email" for what stands there. */

import { t } from "../kit/text.js";
import { byId } from "./dom.js";
import { drawWay } from "./way.js";

/** @import {TextKey} from "../kit/text.js" */

/** Put in the words, and show the page. @param {TextKey} title of the page */
export function fillIn(title) {
  document.title = `${t(title)} – Towpath`;
  for (const node of document.querySelectorAll("[data-text]"))
    node.textContent = t(/** @type {TextKey} */ (/** @type {HTMLElement} */ (node).dataset.text));
  for (const node of document.querySelectorAll("[data-label]"))
    node.setAttribute("aria-label", t(/** @type {TextKey} */ (/** @type {HTMLElement} */ (node).dataset.label)));
  byId("way").append(drawWay());
  byId("main").hidden = false;
  /** @type {HTMLElement | null} */ (document.querySelector("[autofocus]"))?.focus();
}
