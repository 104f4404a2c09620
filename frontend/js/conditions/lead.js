/** How a row begins: "Has done", "Does not have the tag". Tests that have no words here begin with their label. */

import { t } from "../kit/text.js";
import { en } from "../texts/en/index.js";

/** @import {Subject} from "./shape.js" */

const ICONS = /** @type {Readonly<Record<string, string>>} */ ({
  attribute: "user",
  tag: "tag",
  segment: "filter",
  event: "zap",
  topic: "megaphone",
  message: "mail",
});

/** @param {string} key @returns {string} */
export const leadIcon = (key) => (Object.hasOwn(ICONS, key) ? (ICONS[key] ?? "") : "circle-dot");

/** @param {Subject} subject @param {boolean} isNot @returns {string} */
export function leadOf(subject, isNot) {
  const key = subject.key;
  if (Object.hasOwn(en.conditions.lead, key))
    return t(/** @type {any} */ (`conditions.lead.${key}.${isNot ? "no" : "yes"}`));
  return isNot ? t("conditions.notTest", { label: subject.label }) : subject.label;
}
