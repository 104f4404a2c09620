/** A letter: a message as blocks, stored as MJML in one fixed, readable shape that can be read back. */

import { escaped, fromHtml, toHtml, unescaped } from "./marks.js";

/** @typedef {"heading" | "text" | "button" | "picture" | "line" | "list"} Kind */
/** What a block holds; which of it depends on its kind. A list has an item a line.
 * @typedef {{kind: Kind, text: string, href: string, src: string, alt: string}} Block */
/** @typedef {{color: string, blocks: Block[]}} Letter `color`: of buttons, #rrggbb */

export const COLOR = "#1f6f5c";

const FRAME = [
  ["<mjml>", 0],
  ["<mj-head>", 1],
  ["<mj-attributes>", 2],
  ['<mj-all font-family="Helvetica, Arial, sans-serif" />', 3],
  ['<mj-text font-size="16px" line-height="1.6" color="#1f2933" />', 3],
  ["BUTTON", 3],
  ["</mj-attributes>", 2],
  ["</mj-head>", 1],
  ['<mj-body background-color="#f3f5f4">', 1],
  ['<mj-section background-color="#ffffff" padding="32px 16px">', 2],
  ["<mj-column>", 3],
  ["BLOCKS", 4],
  ["</mj-column>", 3],
  ["</mj-section>", 2],
  ["</mj-body>", 1],
  ["</mjml>", 0],
];
const HEADING = '<mj-text font-size="24px" font-weight="bold" line-height="1.3">';
const LINE = '<mj-divider border-width="1px" border-color="#d8dedb" />';
const BLOCK = new RegExp(
  [
    `${HEADING}(?<heading>[\\s\\S]*?)</mj-text>`,
    "<mj-text>\\s*<ul>(?<list>[\\s\\S]*?)</ul>\\s*</mj-text>",
    "<mj-text>(?<text>[\\s\\S]*?)</mj-text>",
    '<mj-button href="(?<href>[^"]*)">(?<button>[\\s\\S]*?)</mj-button>',
    '<mj-image src="(?<src>[^"]*)" alt="(?<alt>[^"]*)"(?: href="(?<to>[^"]*)")? />',
    `(?<line>${LINE})`,
  ].join("|"),
  "y",
);
const ITEM = /\s*<li>([\s\S]*?)<\/li>\s*/y;

/** @param {Kind} kind @param {Partial<Block>} [parts] @returns {Block} */
export const block = (kind, parts = {}) => ({ kind, text: "", href: "", src: "", alt: "", ...parts });

/** @returns {Letter} what one begins with */
export const firstLetter = () => ({
  color: COLOR,
  blocks: [block("text", { text: "Hello {{ contact.first_name | default('there') }}," }), block("text")],
});

/** @param {string} color #rrggbb @returns {string} the ink that is readable on it */
function inkOn(color) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.3 ? "#1f2933" : "#ffffff";
}

/** @param {string} color */
const buttonStyle = (color) =>
  `<mj-button background-color="${color}" color="${inkOn(color)}" border-radius="6px" font-size="16px" inner-padding="12px 24px" />`;

/** @param {Letter} letter @returns {string} MJML; blocks without content are left out */
export function write({ color, blocks }) {
  const filled = blocks.filter((one) => !isEmpty(one)).map(writeBlock);
  return FRAME.flatMap(([part, depth]) => {
    const indent = "  ".repeat(Number(depth));
    if (part === "BUTTON") return [indent + buttonStyle(color)];
    return part === "BLOCKS" ? filled.map((one) => indent + one) : [indent + part];
  }).join("\n");
}

/** @param {Block} one */
export const isEmpty = (one) => one.kind !== "line" && !(one.kind === "picture" ? one.src : one.text).trim();

/** Without the spaces at the ends of lines. @param {string} text */
const tidy = (text) => text.trim().replace(/[^\S\n]*\n[^\S\n]*/g, "\n");

/** @param {Block} one @returns {string} */
function writeBlock({ kind, text, href, src, alt }) {
  if (kind === "line") return LINE;
  if (kind === "heading") return `${HEADING}${toHtml(tidy(text))}</mj-text>`;
  if (kind === "button") return `<mj-button href="${escaped(href)}">${escaped(tidy(text))}</mj-button>`;
  if (kind === "text") return `<mj-text>${toHtml(tidy(text))}</mj-text>`;
  if (kind === "picture") {
    const link = href ? ` href="${escaped(href)}"` : "";
    return `<mj-image src="${escaped(src)}" alt="${escaped(alt)}"${link} />`;
  }
  const items = text.split("\n").filter((item) => item.trim());
  return `<mj-text><ul>${items.map((item) => `<li>${toHtml(item.trim())}</li>`).join("")}</ul></mj-text>`;
}

/** @param {string} mjml @returns {Letter | null} null: it is not of this shape, or would not come back the same */
export function read(mjml) {
  const color = /<mj-button background-color="(#[0-9a-f]{6})"/.exec(mjml)?.[1];
  if (!color) return null;
  const [before = "", after = ""] = write({ color, blocks: [] }).split(/(?<=<mj-column>)\s*(?=<\/mj-column>)/);
  const bare = squeezed(mjml);
  if (!bare.startsWith(squeezed(before)) || !bare.endsWith(squeezed(after))) return null;
  const blocks = readBlocks(bare.slice(squeezed(before).length, bare.length - squeezed(after).length));
  return blocks && squeezed(write({ color, blocks })) === bare ? { color, blocks } : null;
}

/** @param {string} source @returns {Block[] | null} */
function readBlocks(source) {
  const blocks = [];
  BLOCK.lastIndex = 0;
  while (BLOCK.lastIndex < source.length) {
    const found = BLOCK.exec(source)?.groups;
    const one = found && blockOf(found);
    if (!one) return null;
    blocks.push(one);
  }
  return blocks;
}

/** @param {Record<string, string>} found @returns {Block | null} */
function blockOf(found) {
  const { heading, list, text, href, button, src, alt, to, line } = found;
  if (line !== undefined) return block("line");
  if (button !== undefined) return block("button", { text: unescaped(button), href: unescaped(href ?? "") });
  if (src !== undefined)
    return block("picture", { src: unescaped(src), alt: unescaped(alt ?? ""), href: unescaped(to ?? "") });
  const said = list === undefined ? fromHtml(heading ?? text ?? "") : itemsOf(list);
  if (said === null) return null;
  return block(list !== undefined ? "list" : heading !== undefined ? "heading" : "text", { text: said });
}

/** @param {string} source @returns {string | null} */
function itemsOf(source) {
  const items = [];
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < source.length) {
    const item = fromHtml(ITEM.exec(source)?.[1] ?? "<");
    if (item === null) return null;
    items.push(item);
  }
  return items.join("\n");
}

/** Without the spaces that only lay the source out. @param {string} mjml */
const squeezed = (mjml) => mjml.trim().replace(/\s*(<\/?(?:mjml|mj-)[^>]*>)\s*/g, "$1");
