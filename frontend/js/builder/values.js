/** The value of a setting, as one says it. */

import { partsOf } from "../forms/duration.js";
import { number } from "../kit/format.js";
import { t } from "../kit/text.js";

const LONGEST = 60;

/** @param {unknown} value @returns {string} */
export function sayValue(value) {
  if (value === undefined || value === null || value === "") return t("builder.values.none");
  if (typeof value === "boolean") return t(value ? "builder.values.yes" : "builder.values.no");
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return sayText(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) {
    return value.length ? value.map(sayValue).join(", ") : t("builder.values.none");
  }
  return t("builder.values.other");
}

/** @param {string} text @returns {string} */
function sayText(text) {
  const length = partsOf(text);
  if (length?.length) return length.map(({ unit, n }) => t(`builder.values.units.${unit}`, { n })).join(", ");
  return `“${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}”`;
}
