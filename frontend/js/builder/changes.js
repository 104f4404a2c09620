/** What differs between two documents, in words. */

import { difference } from "../model/diff.js";
import { nodeAt } from "../model/document.js";

/** @import {Edge, Flow, NodeType} from "../model/types.js" */
/** @import {Report} from "./editor.js" */

/** A document with what the server says of it.
 * @typedef {Readonly<{flow: Flow, report: Report | null}>} Side */

/** @typedef {"added" | "removed" | "changed"} Tone */
/** @typedef {Readonly<{label: string, before: unknown, after: unknown}>} Setting */
/** `before` and `after` are sentences; null: it was not there. `key` of the step.
 * @typedef {Readonly<{tone: Tone, key: string, before: string | null, after: string | null, settings: readonly Setting[]}>} StepChange */
/** `about` holds the journey's own words, and its notes and the like, by field.
 * @typedef {Readonly<{steps: readonly StepChange[], ways: readonly Readonly<{tone: Tone, sentence: string}>[],
 *   about: readonly Readonly<{field: string, before: unknown, after: unknown}>[]}>} Told */

/** As GET /journeys/{slug}/publish-preview tells it.
 * @typedef {{added: Sent[], removed: Sent[], changed: Sent[], edges_added: {sentence: string}[], edges_removed: {sentence: string}[]}} Changes
 * @typedef {{node: string, before: string | null, after: string | null, settings: Setting[]}} Sent */

/**
 * @param {Side} before @param {Side} after @param {ReadonlyMap<string, NodeType>} types @returns {Told}
 */
export function told(before, after, types) {
  const found = difference(before.flow, after.flow);
  const [was, is] = [sayer(before, types), sayer(after, types)];
  return {
    steps: [
      ...found.added.map((key) => step("added", key, null, is.name(key))),
      ...found.removed.map((key) => step("removed", key, was.name(key), null)),
      ...found.changed.map(({ key, changes }) => {
        const settings = changes.map(({ field, ...sides }) => ({ label: is.label(key, field), ...sides }));
        return step("changed", key, was.name(key), is.name(key), settings);
      }),
    ],
    ways: [
      ...found.edges.added.map((edge) => ({ tone: /** @type {const} */ ("added"), sentence: is.way(edge) })),
      ...found.edges.removed.map((edge) => ({ tone: /** @type {const} */ ("removed"), sentence: was.way(edge) })),
    ],
    about: found.about,
  };
}

/** @param {Changes} changes @returns {Told} */
export function toldBy({ added, removed, changed, edges_added, edges_removed }) {
  const steps = (/** @type {Tone} */ tone, /** @type {Sent[]} */ list) =>
    list.map(({ node, before, after, settings }) => step(tone, node, before, after, settings));
  return {
    steps: [...steps("added", added), ...steps("removed", removed), ...steps("changed", changed)],
    ways: [
      ...edges_added.map(({ sentence }) => ({ tone: /** @type {const} */ ("added"), sentence })),
      ...edges_removed.map(({ sentence }) => ({ tone: /** @type {const} */ ("removed"), sentence })),
    ],
    about: [],
  };
}

/** @param {Told} changes @returns {boolean} */
export const isNothing = ({ steps, ways, about }) => !steps.length && !ways.length && !about.length;

/**
 * Of a changed step, the settings that its two sentences do not tell already.
 * @param {StepChange} change @returns {readonly Setting[]}
 */
export const untold = ({ tone, before, after, settings }) =>
  tone === "changed" && (before === after || settings.length > 1) ? settings : [];

/** @param {Tone} tone @param {string} key @param {string | null} before @param {string | null} after @param {readonly Setting[]} settings */
const step = (tone, key, before, after, settings = []) => ({ tone, key, before, after, settings });

/** @param {Side} side @param {ReadonlyMap<string, NodeType>} types */
function sayer({ flow, report }, types) {
  /** @param {string} key */
  const typeOf = (key) => types.get(nodeAt(flow, key)?.type ?? "");
  const summaries = report?.summaries ?? {};
  /** @param {string} key @returns {string} */
  const name = (key) =>
    (Object.hasOwn(summaries, key) && summaries[key]) || typeOf(key)?.label || nodeAt(flow, key)?.type || key;
  /** @param {Edge} edge @returns {string} */
  const way = ({ from, port, to }) => {
    const ports = (report && Object.hasOwn(report.ports, from) && report.ports[from]) || typeOf(from)?.ports || [];
    const label = ports.find((one) => one.key === port)?.label || port;
    return `${name(from)}${ports.length === 1 ? "" : ` (${label})`} → ${name(to)}`;
  };
  /** @param {string} key @param {string} field @returns {string} */
  const label = (key, field) => {
    const own = field.replace(/^config\//, "");
    const properties = /** @type {Record<string, {title?: string}>} */ (typeOf(key)?.schema["properties"] ?? {});
    return (Object.hasOwn(properties, own) && properties[own]?.title) || own;
  };
  return { name, way, label };
}
