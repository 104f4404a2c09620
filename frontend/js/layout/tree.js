/** Where cards and lanes stand from left to right: ways in the order of their ports, joins below what they join. */

import { isOnlyWay, of, TOP } from "../model/shape.js";
import { Contour } from "./contour.js";

/** @import {Edge} from "../model/types.js" */
/** @import {Shape} from "../model/shape.js" */

/** Sizes in pixels: of all cards, of the gaps between them, and of a lane for an edge that skips a rank.
 * @typedef {Readonly<{width: number, height: number, gapX: number, gapY: number, lane: number}>} Sizes */

/** Centres of cards and of lanes; `outline` tells how far the whole reaches.
 * @typedef {{centre: Map<string, number>, lane: Map<Edge, number>, outline: Contour}} Placement */

/**
 * Each node's block holds the blocks of its ways side by side and, below, of the joins that are at home in it.
 * @param {Shape} shape @param {Sizes} sizes @returns {Placement}
 */
export function placeTree(shape, sizes) {
  /** @type {Blocks} */
  const blocks = { done: new Map(), shift: new Map(), lane: new Map() };
  for (const key of [...shape.order].reverse()) blocks.done.set(key, blockOf(key, shape, sizes, blocks));
  const outline = topBlock(shape, sizes, blocks);
  // The first beginning stands still, so that work further right or below does not move everything.
  const origin = -(blocks.shift.get(shape.order[0] ?? "") ?? 0);
  outline.shift(origin);
  const centre = new Map([[TOP, origin]]);
  for (const key of shape.order) {
    centre.set(key, (centre.get(shape.home.get(key) ?? TOP) ?? 0) + (blocks.shift.get(key) ?? 0));
  }
  const lane = new Map(
    [...blocks.lane].map(([edge, by]) => [edge, Math.round((centre.get(edge.from) ?? 0) + by)]),
  );
  centre.delete(TOP);
  // Whole pixels: text stays sharp, and what has not moved does not seem to. (And 0 for -0.)
  for (const [key, x] of centre) centre.set(key, Math.round(x) || 0);
  return { centre, lane, outline };
}

/** Finished blocks; where a node stands in the block of its home, and a lane in that of its start.
 * @typedef {{done: Map<string, Contour>, shift: Map<string, number>, lane: Map<Edge, number>}} Blocks */

/** @param {string} key @param {Shape} shape @param {Sizes} sizes @param {Blocks} blocks @returns {Contour} */
function blockOf(key, shape, sizes, blocks) {
  const rank = shape.rank.get(key) ?? 0;
  const pieces = of(shape.forward, key).flatMap((edge) => {
    if (isOnlyWay(shape, edge)) return [piece(blocks.done.get(edge.to), (x) => blocks.shift.set(edge.to, x))];
    const lane = Contour.column(rank + 1, (shape.rank.get(edge.to) ?? 0) - 1, sizes.lane);
    return lane.isEmpty ? [] : [piece(lane, (x) => blocks.lane.set(edge, x))];
  });
  const block = sideBySide(pieces, sizes);
  block.cover(rank, -sizes.width / 2, sizes.width / 2);
  for (const join of of(shape.joins, key)) hang(join, key, block, shape, sizes, blocks);
  return block;
}

/** @param {Shape} shape @param {Sizes} sizes @param {Blocks} blocks @returns {Contour} */
function topBlock(shape, sizes, blocks) {
  const beginnings = shape.order.filter((key) => !of(shape.ledBy, key).length);
  const block = sideBySide(
    beginnings.map((key) => piece(blocks.done.get(key), (x) => blocks.shift.set(key, x))),
    sizes,
  );
  for (const join of of(shape.joins, TOP)) hang(join, TOP, block, shape, sizes, blocks);
  return block;
}

/** @typedef {{contour: Contour, put: (x: number) => void}} Piece */

/** @param {Contour | undefined} contour @param {(x: number) => void} put @returns {Piece} */
const piece = (contour, put) => ({ contour: contour ?? new Contour(), put });

/**
 * Put pieces in a row, as close as they go, the middle between the first and the last at 0.
 * @param {readonly Piece[]} pieces @param {Sizes} sizes @returns {Contour}
 */
function sideBySide(pieces, sizes) {
  const [first] = pieces;
  if (!first) return new Contour();
  const block = first.contour;
  const places = [0];
  for (const { contour } of pieces.slice(1)) {
    const x = block.clear(contour, sizes.gapX).after;
    block.merge(contour, x);
    places.push(x);
  }
  const middle = (places.at(-1) ?? 0) / 2;
  for (const [n, { put }] of pieces.entries()) put((places[n] ?? 0) - middle);
  block.shift(-middle);
  return block;
}

/**
 * Hang a join below the middle of what leads to it or, where that is taken, beside, on the nearer side.
 * @param {string} join @param {string} home @param {Contour} block of the home
 * @param {Shape} shape @param {Sizes} sizes @param {Blocks} blocks
 */
function hang(join, home, block, shape, sizes, blocks) {
  const contour = blocks.done.get(join) ?? new Contour();
  const edges = of(shape.ledBy, join);
  const arrivals = edges.map((edge) => within(edge.from, home, shape, blocks) + (blocks.lane.get(edge) ?? 0));
  const wanted = arrivals.reduce((sum, x) => sum + x, 0) / arrivals.length;
  const { before, after } = block.clear(contour, sizes.gapX);
  const isFree = wanted <= before || wanted >= after;
  const x = isFree ? wanted : after - wanted <= wanted - before ? after : before;
  blocks.shift.set(join, x);
  block.merge(contour, x);
}

/** @param {string} key @param {string} home @param {Shape} shape @param {Blocks} blocks @returns {number} */
function within(key, home, shape, blocks) {
  let x = 0;
  for (let at = key; at !== home; at = shape.home.get(at) ?? TOP) x += blocks.shift.get(at) ?? 0;
  return x;
}
