/** JSON as the server writes it: members in a given order, numbers with a fraction where they have one there. */

/** Values in the order in which they shall be written; objects would put numeric keys first.
 * @typedef {readonly (readonly [string, unknown])[]} Pairs */

/** An object with its members in order. */
export class Members {
  /** @param {Pairs} pairs */
  constructor(pairs) {
    this.pairs = pairs;
  }
}

/** A number that is written with a fraction. */
export class Float {
  /** @param {number} value */
  constructor(value) {
    this.value = value;
  }
}

/**
 * Write JSON; `line` is the line break with the indent so far, "" writes all in one line.
 * @param {unknown} value @param {string} line @returns {string}
 */
export function write(value, line) {
  if (Array.isArray(value))
    return block(
      "[]",
      value.map((item) => write(item, deeper(line))),
      line,
    );
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Members || (typeof value === "object" && value !== null)) {
    const pairs = value instanceof Members ? value.pairs : Object.entries(value);
    const colon = line ? ": " : ":";
    return block(
      "{}",
      pairs.map(([key, part]) => JSON.stringify(key) + colon + write(part, deeper(line))),
      line,
    );
  }
  return typeof value === "number" ? numberText(value) : JSON.stringify(value);
}

/** @param {string} line @returns {string} */
const deeper = (line) => (line ? `${line}  ` : "");

/** @param {string} ends @param {readonly string[]} parts @param {string} line @returns {string} */
const block = (ends, parts, line) =>
  parts.length ? ends[0] + deeper(line) + parts.join(`,${deeper(line)}`) + line + ends[1] : ends;

/** @param {number} value @returns {string} with a power where the server writes one */
const numberText = (value) =>
  Math.abs(value) < 1e-5 && value !== 0 ? value.toExponential() : JSON.stringify(value).replace("e+", "e");

/** @param {number} value @returns {string} the number as one with a fraction: 120 is 120.0 */
function floatText(value) {
  if (Object.is(value, -0)) return "-0.0";
  if (Math.abs(value) >= 1e16) return value.toExponential().replace("e+", "e");
  return Number.isInteger(value) ? `${value}.0` : numberText(value);
}
