/** Reading a flow file that somebody else wrote: nothing of it is believed, and what is wrong is said in a sentence. */

import { t } from "../kit/text.js";
import { FRAGMENT } from "../model/clipboard.js";
import { FORMAT, MAX_NODES, openFlow, SLUG } from "../model/document.js";
import { MAX_BYTES } from "./asking.js";

/** @import {Flow} from "../model/types.js" */

const MAX_DEPTH = 32;

/** The text cannot be opened as a journey; the message is a sentence for people. */
export class Unreadable extends Error {}

/** `sent` is the file as it is, for the server, which judges it; `flow` is what the page draws.
 * @typedef {{sent: Record<string, unknown>, flow: Flow}} Reading */

/**
 * Read the text of a flow file. Throws Unreadable.
 * @param {string} text @returns {Reading}
 */
export function readFlow(text) {
  if (text.length > MAX_BYTES || new TextEncoder().encode(text).length > MAX_BYTES)
    throw new Unreadable(t("importing.tooLarge"));
  if (!text.trim()) throw new Unreadable(t("importing.isEmpty"));
  return readValue(parsed(text.replace(/^\uFEFF/, "")));
}

/**
 * Read a flow document that was JSON already. Throws Unreadable.
 * @param {unknown} value @returns {Reading}
 */
export function readValue(value) {
  if (!isRecord(value)) throw new Unreadable(t("importing.noFlow"));
  if (value.format === FRAGMENT) throw new Unreadable(t("importing.isFragment"));
  if (value.format !== FORMAT) throw new Unreadable(wrongFormat(value.format));
  if (isDeep(value)) throw new Unreadable(t("importing.tooDeep", { n: MAX_DEPTH }));
  readNodes(value.nodes ?? {});
  readEdges(value.edges ?? []);
  return { sent: value, flow: openFlow(/** @type {any} */ (value)) };
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const line = lineOf(error instanceof Error ? error.message : "", text);
    throw new Unreadable(line ? t("importing.brokenAt", { line }) : t("importing.broken"));
  }
}

/**
 * Find the line in what a browser says of broken JSON; each says it in its own way.
 * @param {string} message @param {string} text @returns {number} 0 where it says none
 */
function lineOf(message, text) {
  const line = /\bline (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const position = /\bposition (\d+)/.exec(message)?.[1];
  if (position) return text.slice(0, Number(position)).split("\n").length;
  return /end of (?:JSON|data|input)|unterminated/i.test(message) ? text.trimEnd().split("\n").length : 0;
}

/** @param {unknown} format @returns {string} */
function wrongFormat(format) {
  if (typeof format !== "string") return t("importing.noFlow");
  const shown = short(format);
  return t(shown.startsWith("towpath.flow/") ? "importing.otherVersion" : "importing.otherFormat", {
    format: shown,
  });
}

/** @param {unknown} nodes */
function readNodes(nodes) {
  if (!isRecord(nodes)) throw new Unreadable(t("importing.noSteps"));
  const members = Object.entries(nodes);
  if (members.length > MAX_NODES)
    throw new Unreadable(t("importing.tooMany", { n: members.length, most: MAX_NODES }));
  for (const [key, node] of members) {
    if (!SLUG.test(key)) throw new Unreadable(t("importing.badKey", { key: short(key) }));
    if (!isRecord(node) || !isName(node.type) || !isRecord(node.config ?? {}))
      throw new Unreadable(t("importing.badStep", { key }));
  }
}

/** @param {unknown} edges */
function readEdges(edges) {
  const isGood =
    Array.isArray(edges) &&
    edges.every((edge) => isRecord(edge) && isName(edge.from) && isName(edge.port) && isName(edge.to));
  if (!isGood) throw new Unreadable(t("importing.badEdges"));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const isName = (value) => typeof value === "string" && value.length > 0 && value.length <= 64;

/** @param {string} text @returns {string} one short line */
const short = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/\s+/g, " ");

/** @param {unknown} value @returns {boolean} */
function isDeep(value) {
  let level = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
    if (!level.length) return false;
  }
  return true;
}
