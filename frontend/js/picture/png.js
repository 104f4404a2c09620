/** The picture as pixels: the browser draws the SVG onto a canvas. */

import { svgText } from "./svg.js";

/** @import {Picture} from "./svg.js" */

const SCALE = 2;
/** Browsers refuse larger ones. */
const LONGEST = 16_000;
const MOST_PIXELS = 120_000_000;

/**
 * @param {Picture} picture @returns {Promise<Blob>} sharp for a screen of double density, smaller where it would be too large
 */
export async function pngOf(picture) {
  const { width, height } = picture.box;
  const scale = Math.min(
    SCALE,
    LONGEST / Math.max(width, height),
    Math.sqrt(MOST_PIXELS / Math.max(1, width * height)),
  );
  const image = new Image();
  image.src = dataOf(svgText(picture));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture."))), "image/png"),
  );
}

/** @param {string} svg @returns {string} an address for an <img> */
export const dataOf = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/**
 * Hand a file to the person.
 * @param {Blob} blob @param {string} name
 */
export function saveAs(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
