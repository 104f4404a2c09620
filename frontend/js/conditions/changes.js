/** Changing one test: a new one, another attribute, another comparison, another way to count or to say when. */

import { isComparable, operatorOf } from "./shape.js";

/** @import {Catalogue, Node, Operator, Setting, Subject} from "./shape.js" */

const FIRST = ["equals", "in_last"];

/**
 * Return a new test: what must be asked, empty.
 * @param {Subject} subject @param {Catalogue} catalogue @returns {Node}
 */
export function newTest(subject, catalogue) {
  const needed = subject.settings.filter((setting) => setting.is_required);
  return Object.fromEntries(needed.map((setting) => [setting.key, blankOf(setting, catalogue)]));
}

/** @param {Setting} setting @param {Catalogue} catalogue */
function blankOf(setting, catalogue) {
  if (setting.default !== null && setting.default !== undefined) return setting.default;
  if (setting.widget === "operator") return preferred(catalogue.operators)?.key ?? "";
  return setting.widget === "choice" ? (Object.keys(setting.choices)[0] ?? "") : "";
}

/** @param {readonly Operator[]} operators */
const preferred = (operators) =>
  FIRST.map((key) => operators.find((operator) => operator.key === key)).find(Boolean) ?? operators[0];

/** @param {Catalogue} catalogue @param {string | undefined} type of an attribute; undefined: not known @returns {Operator[]} */
export const operatorsFor = (catalogue, type) =>
  catalogue.operators.filter((operator) => type === undefined || operator.fits.includes(type));

/**
 * Compare otherwise; the value stays where it still makes sense.
 * @param {Node} test with `op` and `value` @param {Operator | undefined} operator @returns {Node}
 */
export function withOperator(test, operator) {
  if (!operator) return test;
  const { value, ...rest } = test;
  const kept = value !== undefined && isComparable(operator, value) ? value : startOf(operator);
  return { ...rest, op: operator.key, ...(kept !== undefined && { value: kept }) };
}

/** @param {Operator} operator */
const startOf = (operator) => (operator.widget === "duration" ? operator.example : undefined);

/**
 * Ask about another attribute: with the same comparison if that fits what it holds.
 * @param {Node} test @param {{key: string, type?: string | undefined, before?: string | undefined}} attribute
 *   `before`: what the one before held
 * @param {Catalogue} catalogue @returns {Node}
 */
export function withAttribute(test, { key, type, before }, catalogue) {
  const next = { ...test, attribute: key };
  const operator = operatorOf(test.op, catalogue);
  const fitting = operatorsFor(catalogue, type);
  if (operator && fitting.includes(operator) && type === before) return next;
  const { value: _, ...bare } = /** @type {Node & {value?: unknown}} */ (next);
  return withOperator(bare, operator && fitting.includes(operator) ? operator : preferred(fitting));
}

/**
 * Count otherwise: "" (at least once), "count:at_least", "measure:sum".
 * @param {Node} test @param {string} way @param {Subject} subject @param {Catalogue} catalogue @returns {Node}
 */
export function withHowOften(test, way, subject, catalogue) {
  const [kind, key = ""] = way.split(":");
  const gone = subject.settings.filter(({ widget }) =>
    ["event-count", "event-property", "operator", "operator-value"].includes(widget),
  );
  const rest = less(test, gone);
  const counting = subject.settings.find((setting) => setting.widget === "event-count");
  if (kind === "count" && counting) {
    const times = Object.values(test[counting.key] ?? {})[0] ?? (key === "at_most" ? 1 : 2);
    return { ...rest, [counting.key]: { [key]: key === "at_least" ? Math.max(1, times) : times } };
  }
  if (kind !== "measure") return rest;
  const known = gone.find(({ key: name, widget }) => widget === "event-property" && test[name] !== undefined);
  const compared = known ? { op: test.op, value: test.value } : { op: catalogue.of_totals[0] };
  return { ...rest, [key]: known ? test[known.key] : "", ...compared };
}

/** @param {Node} test @param {Subject} subject @returns {string} as withHowOften takes it */
export function howOften(test, subject) {
  for (const { key, widget } of subject.settings) {
    if (widget === "event-property" && test[key] !== undefined) return `measure:${key}`;
    if (widget === "event-count" && test[key] !== undefined) return `count:${Object.keys(test[key])[0]}`;
  }
  return "";
}

/**
 * Say when: "" (at any time), "span" (in the last …), "dates" (from … to …).
 * @param {Node} test @param {string} way @param {Subject} subject @param {string} today such as "2030-01-31" @returns {Node}
 */
export function withWhen(test, way, subject, today) {
  const times = subject.settings.filter(({ widget }) => widget === "duration" || widget === "day");
  const rest = less(test, times);
  const span = times.find(({ widget }) => widget === "duration");
  const day = times.find(({ widget }) => widget === "day");
  if (way === "span" && span) return { ...rest, [span.key]: "P30D" };
  return way === "dates" && day ? { ...rest, [day.key]: today } : rest;
}

/** @param {Node} test @param {Subject} subject @returns {"" | "span" | "dates"} */
export function when(test, subject) {
  const has = (/** @type {string} */ kind) =>
    subject.settings.some(({ key, widget }) => widget === kind && test[key] !== undefined && test[key] !== null);
  return has("duration") ? "span" : has("day") ? "dates" : "";
}

/** @param {Node} test @param {string} key @param {unknown} value undefined takes it away @returns {Node} */
export function withSetting(test, key, value) {
  if (value !== undefined) return { ...test, [key]: value };
  const { [key]: _, ...rest } = test;
  return rest;
}

/** @param {Node} test @param {readonly Setting[]} settings */
const less = (test, settings) =>
  Object.fromEntries(Object.entries(test).filter(([key]) => !settings.some((setting) => setting.key === key)));
