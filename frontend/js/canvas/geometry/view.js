/** Where one looks: from the drawing to the window and back, zooming, fitting, bringing into sight. */

/** @import {Point} from "../../model/types.js" */

/** `x` and `y`: where the drawing's origin stands in the window; `width` and `height` of the window.
 * @typedef {Readonly<{x: number, y: number, zoom: number, width: number, height: number}>} View */
/** @typedef {Readonly<{left: number, top: number, right: number, bottom: number}>} Rect */

export const MIN_ZOOM = 0.02;
export const MAX_ZOOM = 2;
const MARGIN = 48;

/** @param {View} view @param {Point} at in the window @returns {Point} in the drawing */
export const toDrawing = ({ x, y, zoom }, [atX, atY]) => [(atX - x) / zoom, (atY - y) / zoom];

/** @param {View} view @param {Point} at in the drawing @returns {Point} in the window */
export const toWindow = ({ x, y, zoom }, [atX, atY]) => [atX * zoom + x, atY * zoom + y];

/** @param {number} zoom @returns {number} */
const limited = (zoom) => Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));

/**
 * Zoom so that what lies at a place of the window stays there.
 * @param {View} view @param {number} zoom @param {Point} [at] none: the middle @returns {View}
 */
export function zoomedTo(view, zoom, [atX, atY] = [view.width / 2, view.height / 2]) {
  const next = limited(zoom);
  const by = next / view.zoom;
  return { ...view, zoom: next, x: atX - (atX - view.x) * by, y: atY - (atY - view.y) * by };
}

/**
 * Show the whole of something, in the middle, at most at its own size.
 * @param {View} view @param {Rect} bounds @param {number} [padding] @returns {View}
 */
export function fitted(view, bounds, padding = 48) {
  const [width, height] = [Math.max(1, bounds.right - bounds.left), Math.max(1, bounds.bottom - bounds.top)];
  const room = Math.min((view.width - 2 * padding) / width, (view.height - 2 * padding) / height);
  return centred(view, middleOf(bounds), limited(Math.min(1, room)));
}

/** @param {Rect} rect @returns {Point} */
export const middleOf = (rect) => [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];

/**
 * @param {View} view @param {Point} middle of the drawing that comes to the middle of the window
 * @param {number} [zoom] @returns {View}
 */
export const centred = (view, [x, y], zoom = view.zoom) => ({
  ...view,
  zoom,
  x: view.width / 2 - x * zoom,
  y: view.height / 2 - y * zoom,
});

/**
 * Begin where the journey begins: at its own size, the first card at the top in the middle.
 * @param {View} view @param {Point} top middle of the first card's upper side @returns {View}
 */
export const atBeginning = (view, [x, y]) => ({ ...view, zoom: 1, x: view.width / 2 - x, y: 64 - y });

/**
 * Move as little as brings something into sight; what is in sight leaves the view as it is.
 * @param {View} view @param {Rect} rect of the drawing @param {number} [foot] what of the window is covered below
 * @param {boolean} [isCentred] what is out of sight at a side comes to the middle between the sides @returns {View}
 */
export function revealing(view, rect, foot = 0, isCentred = false) {
  const [left, top] = toWindow(view, [rect.left, rect.top]);
  const [right, bottom] = toWindow(view, [rect.right, rect.bottom]);
  const aside = shiftInto(left, right, MARGIN, view.width - MARGIN);
  const x = view.x + (aside && isCentred ? (view.width - left - right) / 2 : aside);
  const y = view.y + shiftInto(top, bottom, MARGIN, view.height - MARGIN - foot);
  return x === view.x && y === view.y ? view : { ...view, x, y };
}

/** @param {number} low @param {number} high @param {number} from @param {number} to @returns {number} */
function shiftInto(low, high, from, to) {
  if (high - low > to - from) return from - low;
  if (low < from) return from - low;
  return high > to ? to - high : 0;
}

/**
 * Return the part of the drawing that is in sight.
 * @param {View} view @param {number} [margin] around it, in the window @returns {Rect}
 */
export function seen(view, margin = 0) {
  const [left, top] = toDrawing(view, [-margin, -margin]);
  const [right, bottom] = toDrawing(view, [view.width + margin, view.height + margin]);
  return { left, top, right, bottom };
}

/** @param {Rect} a @param {Rect} b @returns {boolean} whether they touch */
export const touches = (a, b) => a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

/** @param {Rect} outer @param {Rect} inner @returns {boolean} */
export const holds = (outer, inner) =>
  outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom;

/** @param {readonly Point[]} points @returns {Rect} */
export const boundsOf = (points) => ({
  left: Math.min(...points.map(([x]) => x)),
  top: Math.min(...points.map(([, y]) => y)),
  right: Math.max(...points.map(([x]) => x)),
  bottom: Math.max(...points.map(([, y]) => y)),
});

/** How far from the edge of the window the drawing begins to move while something is carried. */
const EDGE = 56;
const FASTEST = 18;

/**
 * Return by how much to move the view while something is held near an edge of the window.
 * @param {Pick<View, "width" | "height">} view @param {Point} at in the window @returns {Point}
 */
export const drift = ({ width, height }, [x, y]) => [push(x, width), push(y, height)];

/** @param {number} at @param {number} length @returns {number} */
function push(at, length) {
  const before = Math.min(1, Math.max(0, (EDGE - at) / EDGE));
  const after = Math.min(1, Math.max(0, (at - length + EDGE) / EDGE));
  return Math.round((before - after) * FASTEST) || 0;
}
