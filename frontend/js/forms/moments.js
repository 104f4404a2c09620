/** Moments as ISO text in UTC ↔ date and time in the reader's own zone, as the browser's fields have them. */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** @param {unknown} value @returns {boolean} a date such as 2030-01-31 */
export const isDay = (value) => typeof value === "string" && DAY.test(value);

/** @param {unknown} value @returns {boolean} a moment such as 2030-01-31T09:00:00Z */
export const isMoment = (value) =>
  typeof value === "string" && ZONED.test(value) && !Number.isNaN(Date.parse(value));

/** @param {string} moment @returns {string} "2030-01-31T10:00", on the clock here */
export function onClockHere(moment) {
  const at = new Date(moment);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const day = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** @param {string} local such as "2030-01-31T10:00" @returns {string} "2030-01-31T09:00:00Z"; empty when it is no moment */
export function asMoment(local) {
  const at = new Date(local);
  return local && !Number.isNaN(at.getTime()) ? `${at.toISOString().slice(0, 19)}Z` : "";
}
