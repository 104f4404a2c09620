/** Where edges run: down their lanes, across in the gaps between rows, back up outside of everything they pass. */

import { of } from "../model/shape.js";

/** @import {Edge, PortsOf} from "../model/types.js" */
/** @import {Shape} from "../model/shape.js" */
/** @import {Placement, Sizes} from "./tree.js" */

/** A step aside in the gap below a row (-1: above the first); `bus` is shared by edges that arrive together.
 * @typedef {{gap: number, from: number, to: number, bus: string}} Jog */

/** An edge as verticals: from the port along its jogs to the target.
 * @typedef {{edge: Edge, start: number, jogs: Jog[], lane: number | undefined, isLoop: boolean}} Course */

/**
 * Return the course of every edge, forward edges in order, then loops.
 * @param {Shape} shape @param {Placement} placement @param {PortsOf} portsOf @param {Sizes} sizes @returns {Course[]}
 */
export function coursesOf(shape, placement, portsOf, sizes) {
  const forward = shape.order.flatMap((key) => of(shape.forward, key));
  return [
    ...forward.map((edge) => down(edge, shape, placement, portX(edge, placement, portsOf, sizes))),
    ...shape.loops.map((edge, n) => {
      const outside = Math.ceil(rightOf(edge, shape, placement)) + sizes.lane * (n + 1);
      return back(edge, shape, placement, portX(edge, placement, portsOf, sizes), outside);
    }),
  ];
}

/** @param {Edge} edge @param {Placement} placement @param {PortsOf} portsOf @param {Sizes} sizes @returns {number} */
const portX = (edge, placement, portsOf, sizes) =>
  (placement.centre.get(edge.from) ?? 0) + portOffset(edge, portsOf, sizes.width);

/**
 * Return how far right of a card's centre an edge leaves it: ports share its width.
 * @param {Edge} edge @param {PortsOf} portsOf @param {number} width @returns {number}
 */
export function portOffset(edge, portsOf, width) {
  const ports = portsOf(edge.from);
  const place = ports.findIndex((port) => port.key === edge.port);
  return place < 0 ? 0 : Math.round(width * ((place + 1) / (ports.length + 1) - 0.5));
}

/** @param {Edge} edge @param {Shape} shape @param {Placement} placement @param {number} start @returns {Course} */
function down(edge, shape, placement, start) {
  const [first, last] = [shape.rank.get(edge.from) ?? 0, (shape.rank.get(edge.to) ?? 0) - 1];
  const [lane, target] = [placement.lane.get(edge), placement.centre.get(edge.to) ?? 0];
  const arrival = { gap: last, from: lane ?? start, to: target, bus: `to ${edge.to}` };
  const jogs = lane === undefined ? [arrival] : [{ gap: first, from: start, to: lane, bus: "" }, arrival];
  return { edge, start, jogs, lane, isLoop: false };
}

/**
 * @param {Edge} edge @param {Shape} shape @param {Placement} placement @param {number} start
 * @param {number} outside @returns {Course}
 */
function back(edge, shape, placement, start, outside) {
  const [low, high] = [shape.rank.get(edge.from) ?? 0, (shape.rank.get(edge.to) ?? 0) - 1];
  const out = { gap: low, from: start, to: outside, bus: "" };
  const home = { gap: high, from: outside, to: placement.centre.get(edge.to) ?? 0, bus: `to ${edge.to}` };
  return { edge, start, jogs: [out, home], lane: outside, isLoop: true };
}

/** @param {Edge} edge @param {Shape} shape @param {Placement} placement @returns {number} */
function rightOf(edge, shape, placement) {
  const [high, low] = [shape.rank.get(edge.to) ?? 0, shape.rank.get(edge.from) ?? 0];
  let right = Number.NEGATIVE_INFINITY;
  for (let rank = high; rank <= low; rank++) right = Math.max(right, placement.outline.right(rank));
  return right;
}

/** @typedef {{left: number, right: number, jogs: Jog[]}} Bar */

/**
 * Share the height of each gap among the bars in it, so that none lies on another.
 * @param {readonly Course[]} courses @param {Sizes} sizes @returns {Map<Jog, number>} the height of each jog's bar
 */
export function barHeights(courses, sizes) {
  /** @type {Map<number, Map<string, Bar>>} */
  const gaps = new Map();
  courses.forEach(({ jogs }, n) => {
    jogs.forEach((jog, part) => {
      const bars = gaps.get(jog.gap) ?? new Map();
      gaps.set(jog.gap, bars);
      widen(bars, jog.bus || `${n} ${part}`, jog);
    });
  });
  const heights = new Map();
  for (const [gap, bars] of gaps) {
    const tracks = tracksOf([...bars.values()]);
    const top = (gap + 1) * (sizes.height + sizes.gapY) - sizes.gapY;
    tracks.forEach((track, n) => {
      for (const bar of track)
        for (const jog of bar.jogs) heights.set(jog, top + (sizes.gapY * (n + 1)) / (tracks.length + 1));
    });
  }
  return heights;
}

/** @param {Map<string, Bar>} bars @param {string} name @param {Jog} jog */
function widen(bars, name, jog) {
  const bar = bars.get(name) ?? { left: Number.POSITIVE_INFINITY, right: Number.NEGATIVE_INFINITY, jogs: [] };
  bar.left = Math.min(bar.left, jog.from, jog.to);
  bar.right = Math.max(bar.right, jog.from, jog.to);
  bar.jogs.push(jog);
  bars.set(name, bar);
}

/** @param {Bar[]} bars @returns {Bar[][]} each on the highest track where it touches none */
function tracksOf(bars) {
  /** @type {Bar[][]} */
  const tracks = [];
  for (const bar of bars
    .filter((other) => other.right > other.left)
    .sort((a, b) => a.left - b.left || a.right - b.right)) {
    const free = tracks.find((track) => (track.at(-1)?.right ?? 0) < bar.left);
    if (free) free.push(bar);
    else tracks.push([bar]);
  }
  return tracks;
}
