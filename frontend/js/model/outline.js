/** The journey as a nested outline, the same nodes each once, and the ways of the keyboard through it. */

import { edgesFrom, nodeAt } from "./document.js";
import { isOnlyWay, of, TOP } from "./shape.js";

/** @import {Flow, Port, PortsOf} from "./types.js" */
/** @import {Shape} from "./shape.js" */

/** `goesOn` says that the way joins a step told elsewhere (or leads back to one); `open` that nothing follows.
 * @typedef {{kind: "step", key: string, ways: Way[]}} StepLine `ways` is empty where there is only one
 * @typedef {{kind: "goesOn", key: string, from: string, port: string}} GoesOnLine
 * @typedef {{kind: "open", from: string, port: string}} OpenLine
 * @typedef {StepLine | GoesOnLine | OpenLine} Line
 * @typedef {{from: string, port: Port, lines: Line[]}} Way */

/** A line with its place: `level` from 1, `within` the step whose way holds it (TOP if none), `port` that way.
 * @typedef {{level: number, within: string, port: string}} Place
 * @typedef {(Line | {kind: "way", from: string, label: string, tone: string}) & Place} Row */

/**
 * @param {Flow} flow @param {Shape} shape @param {PortsOf} portsOf @returns {Line[]}
 */
export function outlineOf(flow, shape, portsOf) {
  /** @param {string} key @returns {Line[]} a step and all that hangs below it */
  const linesFrom = (key) => {
    /** @type {Line[]} */
    const lines = [];
    let at = key;
    for (let only = onlyNext(at); only !== undefined; only = onlyNext(at)) {
      lines.push({ kind: "step", key: at, ways: [] });
      at = only;
    }
    const ports = portsOf(at);
    const ways = ports.map((port) => ({ from: at, port, lines: linesOut(at, port) }));
    lines.push({ kind: "step", key: at, ways: ports.length > 1 ? ways : [] });
    if (ways.length === 1) lines.push(...(ways[0]?.lines ?? []));
    return withoutEcho([...lines, ...of(shape.joins, at).flatMap(linesFrom)]);
  };
  /** @param {string} key @returns {string | undefined} */
  const onlyNext = (key) => {
    const [edge, ...others] = edgesFrom(flow, key);
    const isAlone = edge && !others.length && portsOf(key).length === 1;
    return isAlone && isOnlyWay(shape, edge) ? edge.to : undefined;
  };
  /** @param {string} from @param {Port} port @returns {Line[]} */
  const linesOut = (from, port) => {
    const edges = edgesFrom(flow, from).filter((edge) => edge.port === port.key && nodeAt(flow, edge.to));
    if (!edges.length) return [{ kind: "open", from, port: port.key }];
    return edges.flatMap((edge) =>
      isOnlyWay(shape, edge)
        ? linesFrom(edge.to)
        : [/** @type {Line} */ ({ kind: "goesOn", key: edge.to, from, port: edge.port })],
    );
  };
  const beginnings = shape.order.filter((key) => !of(shape.ledBy, key).length);
  return withoutEcho([...beginnings, ...of(shape.joins, TOP)].flatMap(linesFrom));
}

/**
 * Leave out "goes on with X" right before X.
 * @param {Line[]} lines @returns {Line[]}
 */
const withoutEcho = (lines) =>
  lines.filter((line, n) => {
    const next = lines[n + 1];
    return !(line.kind === "goesOn" && next?.kind === "step" && next.key === line.key);
  });

/**
 * Return the outline's rows from top to bottom, the heads of ways among them.
 * @param {readonly Line[]} lines @param {Place} [place] of these lines @returns {Row[]}
 */
export const rowsOf = (lines, place = { level: 1, within: TOP, port: "" }) =>
  lines.flatMap((line) => [
    /** @type {Row} */ ({ ...line, ...place, ...(line.kind === "open" && { port: line.port }) }),
    ...(line.kind === "step" ? line.ways.flatMap((way) => rowsOfWay(way, place.level + 1)) : []),
  ]);

/** @param {Way} way @param {number} level @returns {Row[]} */
function rowsOfWay({ from, port, lines }, level) {
  const place = { level, within: from, port: port.key };
  return [
    { kind: "way", from, label: port.label || port.key, tone: port.tone, ...place },
    ...rowsOf(lines, { ...place, level: level + 1 }),
  ];
}

/** @typedef {"next" | "previous" | "first" | "last" | "parent" | "left" | "right"} Direction */

/**
 * Return where the keyboard goes from a step; the step itself where there is nothing that way.
 *
 * Left and right go to the beginning of the neighbouring way of the nearest branch that has one.
 * @param {readonly Row[]} rows @param {string} key @param {Direction} direction @returns {string}
 */
export function stepTowards(rows, key, direction) {
  const steps = rows.filter((row) => row.kind === "step");
  const at = steps.findIndex((row) => row.key === key);
  const here = steps[at];
  if (!here) return steps[0]?.key ?? key;
  if (direction === "first" || direction === "last") return steps.at(direction === "first" ? 0 : -1)?.key ?? key;
  if (direction === "next" || direction === "previous")
    return steps[at + (direction === "next" ? 1 : -1)]?.key ?? key;
  if (direction === "parent") return here.within === TOP ? key : here.within;
  return neighbour(steps, here, direction === "left" ? -1 : 1) ?? key;
}

/** @typedef {Extract<Row, {kind: "step"}>} StepRow */

/** @param {readonly StepRow[]} steps @param {StepRow} here @param {-1 | 1} by @returns {string | undefined} */
function neighbour(steps, here, by) {
  for (let row = here; row.within !== TOP; ) {
    const inside = steps.filter((other) => other.within === row.within);
    const ports = [...new Set(inside.map((other) => other.port))];
    const port = ports[ports.indexOf(row.port) + by];
    if (port !== undefined) return inside.find((other) => other.port === port)?.key;
    const outer = steps.find((other) => other.key === row.within);
    if (!outer) return undefined;
    row = outer;
  }
  return undefined;
}
