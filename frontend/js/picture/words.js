/** Words in a picture: made safe for XML, and cut to fit without measuring, so that every machine draws the same. */

const NARROW = new Set("iljtfrI.,:;'|!()[]{}/\\-`’‘ ");
const WIDE = new Set("mwMW@%—…&GOQCDHNUAVXYKRB");

/**
 * Make text safe in XML, in content and attributes: what XML cannot hold is left out.
 * @param {string} text @returns {string}
 */
export const safe = (text) =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these make an SVG unreadable.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * Estimate how wide a text is; rather too wide than too narrow.
 * @param {string} text @param {number} size of the font in pixels @returns {number}
 */
export function widthOf(text, size) {
  let sum = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    sum += NARROW.has(sign) ? 0.36 : WIDE.has(sign) ? 0.84 : code > 0x2e7f ? 1.05 : 0.62;
  }
  return sum * size;
}

/**
 * Break a text into lines; what does not fit ends in “…”.
 * @param {string} text @param {{width: number, size: number, most: number}} room @returns {string[]}
 */
export function linesOf(text, { width, size, most }) {
  const words = text.replace(/\s+/g, " ").trim().split(" ");
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of words) {
    const longer = line ? `${line} ${word}` : word;
    if (!line || widthOf(longer, size) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
    if (lines.length === most) break;
  }
  if (lines.length < most) lines.push(line);
  else lines[most - 1] = `${lines[most - 1]} ${line}`;
  return lines.filter(Boolean).map((one) => cut(one, width, size));
}

/**
 * @param {string} line @param {number} width @param {number} size @returns {string}
 */
export function cut(line, width, size) {
  if (widthOf(line, size) <= width) return line;
  const signs = [...line];
  while (signs.length && widthOf(`${signs.join("")}…`, size) > width) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}
