/** A picture on paper: as large as the width allows, cut between the rows of cards into pages. */

import { SIZES } from "../layout/arrange.js";

/** @import {Box} from "./svg.js" */

const ROW = SIZES.height + SIZES.gapY;
/** Of a page's height to its width, with room for the margins of A4 and Letter. */
const SHAPE = 1.3;
/** A small journey is not blown up. */
const LEAST_WIDTH = 760;

/**
 * @param {Box} box of the whole picture @returns {Box[]} one for each page, all of the same width
 */
export function pagesOf(box) {
  const width = Math.max(box.width, LEAST_WIDTH);
  const x = box.x - (width - box.width) / 2;
  const room = width * SHAPE;
  if (box.height <= room) return [{ ...box, x, width }];
  // Pages of about the same height, rather than a last one with a single card.
  for (let n = Math.ceil(box.height / room); ; n++) {
    const pages = cutInto({ ...box, x, width }, Math.min(room, box.height / n + ROW));
    if (pages.length <= n) return pages;
  }
}

/** @param {Box} box @param {number} most height of a page @returns {Box[]} */
function cutInto(box, most) {
  /** @type {Box[]} */
  const pages = [];
  const bottom = box.y + box.height;
  for (let top = box.y; top < bottom; ) {
    const end = Math.min(bottom, lastGap(top, top + most));
    pages.push({ ...box, y: top, height: end - top });
    top = end;
  }
  return pages;
}

/**
 * Return the last middle of a gap between rows that is not beyond `end`.
 * @param {number} top @param {number} end @returns {number} `end` where a page is too small for one row
 */
function lastGap(top, end) {
  const rows = Math.floor((end + SIZES.gapY / 2) / ROW);
  const gap = rows * ROW - SIZES.gapY / 2;
  return gap > top ? gap : end;
}
