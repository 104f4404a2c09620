/** Lengths of time: ISO 8601 such as "P1DT12H" ↔ parts such as 1 day and 12 hours. */

/** Years, months, weeks, days, hours, minutes, seconds.
 * @typedef {"Y" | "MO" | "W" | "D" | "H" | "MI" | "S"} Unit */
/** @typedef {Readonly<{unit: Unit, n: number}>} Part */

export const UNITS = /** @type {readonly Unit[]} */ (["Y", "MO", "W", "D", "H", "MI", "S"]);
/** The most that the server reads of each. */
export const MOST = Object.freeze({ Y: 999, MO: 999, W: 999, D: 9999, H: 99999, MI: 999999, S: 9999999 });
const CLOCK = new Set(["H", "MI", "S"]);
const PATTERN =
  /^P(?=\d|T\d)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/**
 * @param {unknown} text @returns {Part[] | null} the parts that are written there, longest first; null: this is no length
 */
export function partsOf(text) {
  const found = typeof text === "string" ? PATTERN.exec(text) : null;
  if (!found) return null;
  return UNITS.flatMap((unit, n) => {
    const given = found[n + 1];
    return given === undefined ? [] : [{ unit, n: Number(given) }];
  });
}

/** @param {readonly Part[]} parts at least one @returns {string} */
export function written(parts) {
  const sorted = UNITS.flatMap((unit) => parts.filter((part) => part.unit === unit).slice(0, 1));
  const say = (/** @type {readonly Part[]} */ some) => some.map(({ unit, n }) => `${n}${unit.charAt(0)}`).join("");
  const days = sorted.filter(({ unit }) => !CLOCK.has(unit));
  const clock = sorted.filter(({ unit }) => CLOCK.has(unit));
  return `P${say(days)}${clock.length ? `T${say(clock)}` : ""}`;
}

/**
 * Change one part; what it cannot be twice is taken away elsewhere.
 * @param {readonly Part[]} parts @param {number} at @param {Partial<Part>} change @returns {Part[]}
 */
export function changed(parts, at, change) {
  const next = parts.map((part, n) => (n === at ? { ...part, ...change } : part));
  const unit = next[at]?.unit;
  return next.filter((part, n) => n === at || part.unit !== unit);
}

/** @param {readonly Part[]} parts @returns {Unit | null} the unit that one more part would have */
export function nextUnit(parts) {
  const last = parts.at(-1);
  const free = UNITS.filter((unit) => parts.every((part) => part.unit !== unit));
  return free.find((unit) => last && UNITS.indexOf(unit) > UNITS.indexOf(last.unit)) ?? null;
}
