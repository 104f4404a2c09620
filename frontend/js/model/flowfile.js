/** The one text of a flow: byte for byte what the server writes, so that a file never changes by passing through.
 *
 * One thing JavaScript cannot know: a setting written `20.0` is read as 20 and written `20`.
 */

import { FORMAT, nodeAt } from "./document.js";
import { Float, Members, write } from "./jsontext.js";
import { comparePorts, compareText, walkOrder } from "./order.js";

/** @import {Edge, Flow} from "./types.js" */

/** What a file leaves out, because a reader fills it in: `*` stands for every key.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>} */
const DEFAULTS = {
  "parameters/*": { type: "text", default: "" },
  "resources/segments/*": { description: "", kind: "dynamic" },
  "resources/messages/*": {
    name: "",
    channel: "email",
    subject: "",
    preheader: "",
    from_name: "",
    from_address: "",
  },
  "resources/messages/*/body": { mjml: "", html: "", text: "" },
  "resources/topics/*": { description: "" },
  "resources/attributes/*": { type: "text" },
  "tests/*": { entry: "" },
  "tests/*/given/events/*": { after: "PT0S" },
};
const HEAD = { name: "", description: "", author: "", license: "", locale: "en" };
/** Left out when empty. */
const EMPTY = [
  "resources/segments",
  "resources/messages",
  "resources/topics",
  "resources/attributes",
  "resources/tags",
  "tests/*/given/attributes",
  "tests/*/given/tags",
  "tests/*/given/events",
  "tests/*/given/events/*/properties",
];

/** @param {Flow} flow @returns {string} the text of its file, with a final newline */
export function canonical(flow) {
  const keys = walkOrder(flow);
  /** @type {[string, unknown][]} */
  const pairs = [["format", FORMAT]];
  for (const name of /** @type {const} */ (["name", "description", "author", "license", "locale"])) {
    const text = flow[name] ?? HEAD[name];
    if (text !== HEAD[name]) pairs.push([name, text]);
  }
  if (!isEmpty(flow.parameters)) pairs.push(["parameters", sorted(flow.parameters, "parameters")]);
  pairs.push(["nodes", new Members(keys.map((key) => [key, nodeMembers(flow, key)]))]);
  pairs.push(["edges", inOrder(flow.edges, keys).map(({ from, port, to }) => ({ from, port, to }))]);
  const placed = keys.filter((key) => flow.layout && Object.hasOwn(flow.layout, key));
  if (placed.length) pairs.push(["layout", new Members(placed.map((key) => [key, floats(flow.layout?.[key])]))]);
  if (flow.notes?.length) pairs.push(["notes", flow.notes.map(({ text, at }) => ({ at: floats(at), text }))]);
  if (flow.resources) pairs.push(["resources", sorted(flow.resources, "resources")]);
  if (flow.tests?.length) pairs.push(["tests", sorted(flow.tests, "tests")]);
  return `${write(new Members(pairs), "\n")}\n`;
}

/**
 * Return the text whose SHA-256 is the flow's fingerprint: what decides, not where boxes stand.
 * @param {Pick<Flow, "nodes" | "edges">} flow @returns {string}
 */
export function logicText(flow) {
  const edges = flow.edges.map((edge) => [edge.from, edge.port, edge.to]);
  edges.sort((a, b) => a.reduce((sign, text, n) => sign || compareText(text, b[n] ?? ""), 0));
  return write(sorted({ nodes: flow.nodes, edges }, ""), "");
}

/** @param {Flow} flow @param {string} key @returns {Members} */
function nodeMembers(flow, key) {
  const node = nodeAt(flow, key);
  return new Members([
    ["type", node?.type],
    ["config", sorted(node?.config ?? {}, "")],
  ]);
}

/** @param {readonly Edge[]} edges @param {readonly string[]} keys @returns {Edge[]} */
function inOrder(edges, keys) {
  const ranks = new Map(keys.map((key, n) => [key, n]));
  /** @param {Edge} edge */
  const rank = (edge) => ranks.get(edge.from) ?? -1;
  return [...edges].sort(
    (a, b) =>
      rank(a) - rank(b) || compareText(a.from, b.from) || comparePorts(a.port, b.port) || compareText(a.to, b.to),
  );
}

/**
 * Sort members by name all the way down, without what has its default; `path` is where the value stands.
 * @param {unknown} value @param {string} path "" for what is free of rules @returns {unknown}
 */
function sorted(value, path) {
  if (Array.isArray(value)) return value.map((item) => sorted(item, path && `${path}/*`));
  if (typeof value !== "object" || value === null) return value;
  const rules = Object.hasOwn(DEFAULTS, path) ? DEFAULTS[path] : {};
  const members = Object.entries(value)
    .filter(([key, part]) => part !== undefined && !isDefault(rules, key, part) && !isLeftOut(path, key, part))
    .sort(([a], [b]) => compareText(a, b));
  return new Members(members.map(([key, part]) => [key, sorted(part, under(path, key))]));
}

/** @param {Readonly<Record<string, string>> | undefined} rules @param {string} key @param {unknown} value */
const isDefault = (rules, key, value) => rules !== undefined && Object.hasOwn(rules, key) && rules[key] === value;

/** @param {string} path @param {string} key @param {unknown} value @returns {boolean} */
const isLeftOut = (path, key, value) =>
  (isEmpty(value) && EMPTY.includes(`${path}/${key}`)) ||
  (path === "resources/segments/*" && key === "condition" && value === null);

/** @param {string} path @param {string} key @returns {string} */
function under(path, key) {
  if (!path || FREE.has(`${path}/${key}`)) return "";
  return KEYED.has(path) ? `${path}/*` : `${path}/${key}`;
}

const KEYED = new Set([
  "parameters",
  "resources/segments",
  "resources/messages",
  "resources/topics",
  "resources/attributes",
]);
const FREE = new Set([
  "resources/segments/*/condition",
  "tests/*/given/attributes",
  "tests/*/given/events/*/properties",
]);

/** @param {unknown} value @returns {boolean} */
const isEmpty = (value) =>
  value === undefined || (typeof value === "object" && value !== null && !Object.keys(value).length);

/** @param {readonly number[] | undefined} point @returns {Float[]} */
const floats = (point = []) => point.map((value) => new Float(value));
