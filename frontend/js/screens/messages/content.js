/** What is being written, as the editor holds it, and as the API takes it. */

import { COLOR, firstLetter, read, write } from "./letter.js";

/** blocks: the letter is written in blocks; mjml, html: its source is.
 * @typedef {"blocks" | "mjml" | "html"} Mode */
/** @typedef {{name: string, subject: string, preheader: string, from_name: string, from_address: string, mode: Mode,
 *   mjml: string, html: string, text: string}} Draft */
/** @typedef {{subject: string, preheader: string, from_name: string, from_address: string,
 *   body: {mjml: string, html: string, text: string}}} Content */
/** @typedef {{level: "error" | "warning", part: string, line: number, detail: string}} Problem */
/** As GET /messages/{slug} tells it.
 * @typedef {{slug: string, name: string, version: number, revision: number, archived_at: string | null, updated_at: string,
 *   content: Content, problems: Problem[]}} Saved */

/** @returns {Draft} */
export const emptyDraft = () => ({
  name: "",
  subject: "",
  preheader: "",
  from_name: "",
  from_address: "",
  mode: "blocks",
  mjml: write(firstLetter()),
  html: "",
  text: "",
});

/** @param {string} name @param {Content} content @returns {Draft} */
export function draftOf(name, content) {
  const { body, subject, preheader, from_name, from_address } = content;
  const mode = read(body.mjml) ? "blocks" : body.mjml ? "mjml" : "html";
  const { mjml, html, text } = body;
  return { name, subject, preheader, from_name, from_address, mode, mjml, html, text };
}

/** @param {Draft} draft @returns {Content} */
export const contentOf = ({ subject, preheader, from_name, from_address, mode, mjml, html, text }) => ({
  subject,
  preheader,
  from_name: from_name.trim(),
  from_address: from_address.trim(),
  body: { mjml: mode === "html" ? "" : mjml, html: mode === "html" ? html : "", text },
});

/** Whether two drafts say the same. @param {Draft} one @param {Draft} other */
export const isSame = (one, other) =>
  one.name === other.name && JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));

/** @param {Draft} draft @returns {Draft} its source as a new, empty letter */
export const startedOver = (draft) => ({
  ...draft,
  mode: "blocks",
  mjml: write({ color: COLOR, blocks: firstLetter().blocks }),
});

/**
 * Return the names that a message reads from what the contact brings along: {{ event.item_count }}.
 * @param {Draft} draft @returns {string[]}
 */
export function dataNames({ subject, preheader, mode, mjml, html, text }) {
  const all = [subject, preheader, mode === "html" ? html : mjml, text].join("\n");
  return [...new Set([...all.matchAll(/\b(?:event|data)\.([a-z_]\w*)/gi)].map((found) => found[1] ?? ""))];
}

/**
 * Return a text of templates as it reads: {{ contact.first_name | default('there') }} → [first name].
 * @param {string} text
 */
export const plainly = (text) =>
  text
    .replace(/\{%[\s\S]*?%\}/g, "")
    .replace(/\{\{\s*([\w.]+)[\s\S]*?\}\}/g, (_, name) => `[${name.split(".").at(-1).replaceAll("_", " ")}]`);
