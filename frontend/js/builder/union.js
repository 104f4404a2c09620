/** Two documents as one drawing: what was taken out still stands there, and each difference has its tone. */

import { t } from "../kit/text.js";
import { difference, isDecisive } from "../model/diff.js";
import { edgeAt, nodeAt, portsIn } from "../model/document.js";

/** @import {Flow, NodeType, Port} from "../model/types.js" */
/** @import {Overlay, Report} from "./editor.js" */
/** @import {Side, Tone} from "./changes.js" */

/** A way that was taken out leaves by a port of its own, beside what leaves there now. */
const GONE = " ·";

/**
 * @param {Side} before @param {Side} after @param {ReadonlyMap<string, NodeType>} types
 * @returns {{flow: Flow, report: Report, overlay: Overlay}} cards stand where the layout has them
 */
export function unionOf(before, after, types) {
  const { added, removed, changed, edges } = difference(before.flow, after.flow);
  const gone = edges.removed.map((edge) =>
    edgeAt(after.flow, edge) ? { ...edge, port: `${edge.port}${GONE}` } : edge,
  );
  const { layout: _, notes: __, ...plain } = after.flow;
  const lost = removed.map((key) => [key, nodeAt(before.flow, key)]);
  const flow = {
    ...plain,
    nodes: { ...plain.nodes, ...Object.fromEntries(lost) },
    edges: [...plain.edges, ...gone],
  };
  const tones = (/** @type {string[]} */ keys, /** @type {Tone} */ tone) =>
    keys.map((key) => [key, { tone, note: t(`builder.changes.${tone}`) }]);
  const overlay = {
    nodes: Object.fromEntries([
      ...tones(added, "added"),
      ...tones(removed, "removed"),
      ...tones(
        changed.map(({ key }) => key),
        "changed",
      ),
    ]),
    edges: Object.fromEntries([
      ...edges.added.map(({ from, port }) => [`${from}/${port}`, "added"]),
      ...gone.map(({ from, port }) => [`${from}/${port}`, "removed"]),
    ]),
    isDim: isDecisive({ added, removed, changed, edges, about: [] }),
  };
  return { flow, overlay, report: reportOf(before, after, types, flow) };
}

/**
 * @param {Side} before @param {Side} after @param {ReadonlyMap<string, NodeType>} types @param {Flow} flow both in one
 * @returns {Report} the sentences of both; a way that is gone stands beside the one that it was
 */
function reportOf(before, after, types, flow) {
  const told = { ...before.report?.ports, ...after.report?.ports };
  const portsOf = portsIn(flow, types, told);
  const ports = Object.keys(flow.nodes).map((key) => [key, besides(portsOf(key))]);
  return {
    can_publish: true,
    problems: [],
    summaries: { ...before.report?.summaries, ...after.report?.summaries },
    ports: Object.fromEntries(ports),
  };
}

/**
 * Put each way that is gone beside what it was; the words say which is which.
 * @param {readonly Port[]} ports @returns {Port[]}
 */
function besides(ports) {
  const present = ports.filter((port) => !port.key.endsWith(GONE));
  const gone = ports.filter((port) => port.key.endsWith(GONE));
  return present.flatMap((port) => {
    const was = gone.find((other) => other.key === `${port.key}${GONE}`);
    if (!was) return [port];
    if (present.length > 1)
      return [port, { ...port, key: was.key, label: t("builder.changes.was", { port: port.label }) }];
    return [
      { ...port, label: t("builder.changes.now") },
      { ...port, key: was.key, label: t("builder.changes.before") },
    ];
  });
}
