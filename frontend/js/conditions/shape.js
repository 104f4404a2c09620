/** Reading a condition: which of its parts are groups, which are tests that can be shown, and which are kept unseen. */

import { partsOf } from "../forms/duration.js";
import { isDay, isMoment } from "../forms/moments.js";

/** A condition, or a part of one.
 * @typedef {Readonly<Record<string, any>>} Node */
/** Where a part stands: the keys and places that lead to it.
 * @typedef {readonly (string | number)[]} Path */
/** A key of a test, as GET /condition-types has it.
 * @typedef {Readonly<{key: string, label: string, widget: string, is_required: boolean, default: any,
 *   choices: Readonly<Record<string, string>>, help: string}>} Setting */
/** @typedef {Readonly<{key: string, kind: "group" | "test", label: string, help: string, settings: readonly Setting[]}>} Subject */
/** @typedef {Readonly<{key: string, label: string, fits: readonly string[], takes: string, widget: string, example: any}>} Operator */
/** @typedef {Readonly<{subjects: readonly Subject[], operators: readonly Operator[], of_totals: readonly string[]}>} Catalogue */
/** `inner` leads from the group to the list of its parts.
 * @typedef {Readonly<{kind: "all" | "any" | "none" | "not-all", inner: Path, parts: readonly Node[]}>} Group */
/** `inner` leads to the test itself, past a "not".
 * @typedef {Readonly<{isNot: boolean, inner: Path, test: Node, subject: Subject}>} Test */

const LISTS = /** @type {const} */ (["all", "any", "none"]);
const NAMED = new Set(["attribute", "tag", "segment", "event", "topic", "message", "event-property"]);

/** @param {unknown} node @returns {node is Node} */
export const isNode = (node) => typeof node === "object" && node !== null && !Array.isArray(node);

/** @param {unknown} node @returns {boolean} nothing is asked here yet */
export const isBlank = (node) => !isNode(node) || Object.keys(node).length === 0;

/**
 * Return the group that a part is, or null.
 * @param {Node} node @returns {Group | null}
 */
export function groupOf(node) {
  const [key, ...others] = Object.keys(node);
  if (!key || others.length) return null;
  const kind = LISTS.find((one) => one === key);
  if (kind) return isList(node[key]) ? { kind, inner: [kind], parts: node[key] } : null;
  const inside = key === "not" && isNode(node.not) ? groupOf(node.not) : null;
  if (inside?.inner.length !== 1) return null;
  if (inside.kind === "all") return { kind: "not-all", inner: ["not", "all"], parts: inside.parts };
  return inside.kind === "any" ? { kind: "none", inner: ["not", "any"], parts: inside.parts } : null;
}

/** @param {unknown} list */
const isList = (list) => Array.isArray(list) && list.every(isNode);

/**
 * Return the test that a part is, if all of it can be shown; otherwise null.
 * @param {Node} node @param {Catalogue} catalogue @returns {Test | null}
 */
export function testOf(node, catalogue) {
  const isNot = Object.keys(node).length === 1 && isNode(node.not);
  const test = isNot ? node.not : node;
  const [subject, ...others] = catalogue.subjects.filter(({ key }) => Object.hasOwn(test, key));
  if (subject?.kind !== "test" || others.length) return null;
  const known = new Map(subject.settings.map((setting) => [setting.key, setting]));
  for (const [key, value] of Object.entries(test)) {
    const setting = known.get(key);
    if (!setting || !isShowable(setting, value, test, catalogue)) return null;
  }
  return isCrossed(subject, test) ? null : { isNot, inner: isNot ? ["not"] : [], test, subject };
}

/**
 * @param {Setting} setting @param {unknown} value @param {Node} test @param {Catalogue} catalogue @returns {boolean}
 */
function isShowable(setting, value, test, catalogue) {
  if (NAMED.has(setting.widget)) return typeof value === "string";
  switch (setting.widget) {
    case "operator":
      return operatorOf(value, catalogue) !== undefined;
    case "operator-value":
      return isComparable(operatorOf(test.op, catalogue), value);
    case "event-where":
      return Array.isArray(value) && value.every((one) => isPropertyTest(one, catalogue));
    case "event-count":
      return isCount(value, setting.choices);
    case "duration":
      return partsOf(value) !== null;
    case "day":
      return value === null || isDay(value) || isMoment(value);
    case "choice":
      return typeof value === "string" && Object.hasOwn(setting.choices, value);
    default:
      return typeof value === "string" || typeof value === "number";
  }
}

/** @param {unknown} key @param {Catalogue} catalogue @returns {Operator | undefined} */
export const operatorOf = (key, catalogue) => catalogue.operators.find((operator) => operator.key === key);

/** @param {unknown} part @param {Catalogue} catalogue @returns {boolean} a test on an event's property that can be shown */
export function isPropertyTest(part, catalogue) {
  if (!isNode(part)) return false;
  const { property, op, value, ...others } = part;
  if (Object.keys(others).length || (property !== undefined && typeof property !== "string")) return false;
  const operator = operatorOf(op, catalogue);
  return (op === undefined || operator !== undefined) && isComparable(operator, value);
}

/** @param {unknown} value @param {Readonly<Record<string, string>>} ways */
function isCount(value, ways) {
  const [way = "", ...others] = isNode(value) ? Object.keys(value) : [];
  return isNode(value) && Object.hasOwn(ways, way) && !others.length && Number.isInteger(value[way]);
}

/**
 * Tell whether a value can be shown in the field of an operator; nothing always can.
 * @param {Operator | undefined} operator @param {unknown} value @returns {boolean}
 */
export function isComparable(operator, value) {
  if (value === undefined) return true;
  switch (operator?.takes) {
    case "scalar":
      return ["string", "number", "boolean"].includes(typeof value);
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "list":
      return isListOf(value, ["string", "number"]);
    case "range":
      return isRange(value);
    case "day":
      return isDay(value) || isMoment(value);
    case "length":
    case "length_in_year":
      return partsOf(value) !== null;
    default:
      return false;
  }
}

/** @param {unknown} value @param {readonly string[]} types */
const isListOf = (value, types) =>
  Array.isArray(value) &&
  value.every((one) => types.includes(typeof one)) &&
  new Set(value.map(String)).size === value.length;

/** @param {unknown} value */
function isRange(value) {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const isTime = (/** @type {unknown} */ end) => end === null || isDay(end) || isMoment(end);
  return value.every((end) => end === null || typeof end === "number") || value.every(isTime);
}

/** @param {Subject} subject @param {Node} test @returns {boolean} it asks for two things of which only one can be */
function isCrossed(subject, test) {
  const has = (/** @type {string} */ widget) =>
    subject.settings.filter(
      (one) => one.widget === widget && test[one.key] !== undefined && test[one.key] !== null,
    ).length;
  const measures = has("event-property");
  if (measures > 1 || (measures && has("event-count"))) return true;
  if (
    subject.settings.some((one) => one.widget === "event-property") &&
    !measures &&
    (has("operator") || has("operator-value"))
  )
    return true;
  return has("duration") > 0 && has("day") > 0;
}
