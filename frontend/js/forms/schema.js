/** Reading a node type's JSON Schema: which settings it has, and with which widget each is asked for. */

/** @typedef {Readonly<Record<string, any>>} Schema */
/** A setting: `schema` is whole, with nothing left to look up.
 * @typedef {Readonly<{name: string, label: string, help: string, widget: string, isRequired: boolean, schema: Schema}>} Setting */
/** What is wrong somewhere inside a setting's value; `pointer` leads there, such as "/all/0/op".
 * @typedef {Readonly<{pointer: string, detail: string, fix: string}>} Wrong */
/** @import {Problem} from "../builder/editor.js" */

const WEEKDAYS = "mon,tue,wed,thu,fri,sat,sun";
const DEEPEST = 8;
const FORMATS = /** @type {Readonly<Record<string, string>>} */ ({
  date: "date",
  "date-time": "moment",
  time: "time",
  duration: "duration",
});

/**
 * Return the settings in their order.
 * @param {Schema} schema of an object @param {(widget: string) => boolean} isKnown tells which widgets there are
 * @param {Schema} [root] where `$defs` stand @returns {Setting[]}
 */
export function settingsOf(schema, isKnown, root = schema) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, raw]) => {
    const whole = resolved(/** @type {Schema} */ (raw), root);
    return {
      name,
      label: raw.title ?? whole.title ?? saidPlainly(name),
      help: raw.description ?? "",
      widget: widgetFor(whole, isKnown),
      isRequired: required.has(name),
      schema: whole,
    };
  });
}

/**
 * Put in what `$ref` points at, and open "this or nothing".
 * @param {Schema} schema @param {Schema} root @param {number} [depth] @returns {Schema}
 */
export function resolved(schema, root, depth = 0) {
  if (depth > DEEPEST) return {};
  const { $ref, anyOf, oneOf, ...own } = schema;
  if ($ref) {
    const found = root.$defs?.[String($ref).split("/").at(-1) ?? ""] ?? {};
    return resolved({ ...found, ...own }, root, depth + 1);
  }
  const ways = anyOf ?? oneOf;
  if (ways) {
    const some = ways.filter((/** @type {Schema} */ way) => way.type !== "null");
    if (some.length === 1) return resolved({ ...some[0], ...own }, root, depth + 1);
    return { ...own, anyOf: some.map((/** @type {Schema} */ way) => resolved(way, root, depth + 1)) };
  }
  return own.items ? { ...own, items: resolved(own.items, root, depth + 1), $defs: root.$defs } : own;
}

/**
 * Name the widget: the one that the type asks for, or a sensible one by the kind of value.
 * @param {Schema} schema @param {(widget: string) => boolean} isKnown @returns {string}
 */
export function widgetFor(schema, isKnown) {
  const wished = schema["x-widget"];
  if (wished && isKnown(wished)) return wished;
  if (schema.enum) return "choices";
  switch (schema.type) {
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
      return "number";
    case "string":
      return FORMATS[schema.format] ?? ((schema.maxLength ?? 0) > 200 ? "long-text" : "text");
    case "array":
      return ofList(schema.items ?? {});
    case "object":
      return schema.properties ? "group" : "json";
    default:
      return "json";
  }
}

/** @param {Schema} items */
function ofList(items) {
  if (items.enum) return items.enum.join() === WEEKDAYS ? "weekdays" : "checks";
  if (items.type === "string") return "list";
  return items.properties ? "items" : "json";
}

/**
 * Tell whether a setting is asked for now: `x-show-if` names other settings and the values that they must have.
 * @param {Schema} schema @param {Readonly<Record<string, unknown>>} values @param {readonly Setting[]} all @returns {boolean}
 */
export function isShown(schema, values, all) {
  return Object.entries(schema["x-show-if"] ?? {}).every(([name, wanted]) => {
    const value = values[name] ?? all.find((setting) => setting.name === name)?.schema.default;
    return Array.isArray(wanted) ? wanted.includes(value) : value === wanted;
  });
}

/** @param {Schema} schema @param {Readonly<Record<string, unknown>>} values @returns {string[]} the settings asked for now */
export function shownNames(schema, values) {
  const all = settingsOf(schema, () => true);
  return all.filter((setting) => isShown(setting.schema, values, all)).map(({ name }) => name);
}

/**
 * Return the words for a value of a choice, as the server declares them.
 * @param {Schema} schema @param {unknown} value @returns {string}
 */
export const wordsFor = (schema, value) => schema["x-labels"]?.[String(value)] ?? saidPlainly(value);

/** @param {unknown} value such as "after_exit" @returns {string} "After exit" */
export function saidPlainly(value) {
  const words = String(value)
    .replace(/[_-]+/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Sort the errors of one node by setting; notices and the rest belong to the node as a whole.
 * @param {readonly Problem[]} problems @param {readonly string[]} names of its settings
 * @returns {{of: ReadonlyMap<string, readonly Wrong[]>, rest: readonly Problem[]}}
 */
export function sortProblems(problems, names) {
  /** @type {Map<string, Wrong[]>} */
  const of = new Map();
  /** @type {Problem[]} */
  const rest = [];
  for (const problem of problems) {
    const [name = ""] = /^[^.[]*/.exec(problem.field ?? "") ?? [];
    if (problem.severity !== "error" || !names.includes(name)) rest.push(problem);
    else {
      const pointer = pointerOf((problem.field ?? "").slice(name.length));
      of.set(name, [...(of.get(name) ?? []), { pointer, detail: problem.detail, fix: problem.fix }]);
    }
  }
  return { of, rest };
}

/** @param {string} path such as ".all[0].op" @returns {string} "/all/0/op" */
export const pointerOf = (path) => path.replaceAll("]", "").replace(/[.[]/g, "/");

/**
 * Return what is wrong at a place inside a value, seen from there.
 * @param {readonly Wrong[]} wrong @param {string} place such as "/all/0" @returns {Wrong[]}
 */
export const within = (wrong, place) =>
  wrong
    .filter(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`))
    .map((one) => ({ ...one, pointer: one.pointer.slice(place.length) }));

/** @param {Wrong | undefined} wrong @returns {string | undefined} the sentence, and how to mend it */
export const sentence = (wrong) => wrong && [wrong.detail, wrong.fix].filter(Boolean).join(" ");
