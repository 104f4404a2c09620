/** Numbers and moments as people say them, in the reader's own time zone. */

const locale = navigator.language.startsWith("en") ? navigator.language : "en";
const count = new Intl.NumberFormat(locale);
const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** @param {number} value */
export const number = (value) => count.format(value);

/** @param {number} value such as 12,400 → 12.4K */
export const short = (value) => compact.format(value);

/** @param {number} part of 1 */
export const percent = (part) => share.format(part);

/** @param {string | Date} moment */
export const date = (moment) => day.format(new Date(moment));

/** @param {string | Date} moment */
export const dateTime = (moment) => dayAndTime.format(new Date(moment));

/** @type {readonly [Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/**
 * Say how long ago, or in how long: "5 seconds ago", "in 2 days".
 * @param {string | Date | number} moment @param {number} [now] milliseconds since 1970 @returns {string}
 */
export function ago(moment, now = Date.now()) {
  const seconds = (new Date(moment).getTime() - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return relative.format(Math.round(seconds / size), unit);
}
