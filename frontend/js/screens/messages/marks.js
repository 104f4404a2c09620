/** The text of one block: plain text with **bold**, *italic* and [links](https://…), as the HTML of a message and back. */

const TEMPLATE = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const ESCAPES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });
const MEANINGS = /** @type {Record<string, string>} */ ({
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
});
const MARKS =
  /\\([\\*[\]])|(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|\*\*(?=\S)([\s\S]+?\S|\S)\*\*(?!\*)|\*(?=\S)([^*]*?[^*\s])\*|\[([^\]\n]+)\]\(([^\s)]*(?:\{\{[^}]*\}\}[^\s)]*)*)\)/g;
const TAGS = /<b>([\s\S]*?)<\/b>|<i>([\s\S]*?)<\/i>|<a href="([^"]*)">([\s\S]*?)<\/a>|\s*<br\s*\/?>\s*/g;

/**
 * Change what stands between the template's own parts, such as {{ contact.first_name }}.
 * @param {string} text @param {(plain: string) => string} change
 */
function outsideTemplates(text, change) {
  let [done, at] = ["", 0];
  for (const found of text.matchAll(TEMPLATE)) {
    done += change(text.slice(at, found.index)) + found[0];
    at = found.index + found[0].length;
  }
  return done + change(text.slice(at));
}

/** @param {string} text @returns {string} as it may stand in an attribute or between tags */
export const escaped = (text) =>
  outsideTemplates(text, (plain) => plain.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign));

/** @param {string} html @returns {string} */
export const unescaped = (html) =>
  outsideTemplates(html, (plain) => plain.replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => MEANINGS[sign] ?? sign));

/** @param {string} text @returns {string} HTML */
export function toHtml(text) {
  let [done, at] = ["", 0];
  for (const found of text.matchAll(MARKS)) {
    const [whole, sign, template, bold, italic, words, address] = found;
    done += lines(text.slice(at, found.index));
    if (sign !== undefined) done += escaped(sign);
    else if (template !== undefined) done += template;
    else if (bold !== undefined) done += `<b>${toHtml(bold)}</b>`;
    else if (italic !== undefined) done += `<i>${toHtml(italic)}</i>`;
    else done += `<a href="${escaped(address ?? "")}">${toHtml(words ?? "")}</a>`;
    at = found.index + whole.length;
  }
  return done + lines(text.slice(at));
}

/** @param {string} html made by toHtml, or as simple @returns {string | null} null: there is more in it than a text can show */
export function fromHtml(html) {
  let [done, at] = ["", 0];
  for (const found of html.matchAll(TAGS)) {
    const [whole, bold, italic, address, words] = found;
    const inner = fromHtml(bold ?? italic ?? words ?? "");
    const before = plain(html.slice(at, found.index));
    if (inner === null || before === null) return null;
    if (bold !== undefined) done += `${before}**${inner}**`;
    else if (italic !== undefined) done += `${before}*${inner}*`;
    else if (words !== undefined) done += `${before}[${inner}](${unescaped(address ?? "")})`;
    else done += `${before}\n`;
    at = found.index + whole.length;
  }
  const rest = plain(html.slice(at));
  return rest === null ? null : done + rest;
}

/** @param {string} text */
const lines = (text) => escaped(text).replaceAll("\n", "<br />");

/** @param {string} html @returns {string | null} */
function plain(html) {
  const bare = html.replace(TEMPLATE, "");
  if (/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/.test(bare)) return null;
  return outsideTemplates(unescaped(html), (part) => part.replace(/[\\*[\]]/g, "\\$&"));
}
