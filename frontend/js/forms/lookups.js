/** Looking things up on the server for the pickers: messages, segments, topics, attributes, tags, events, contacts. */

import { get, withQuery } from "../api/http.js";
import { number } from "../kit/format.js";
import { t } from "../kit/text.js";

/** Something that can be chosen.
 * @typedef {Readonly<{key: string, label: string, hint?: string, icon?: string, item?: any}>} Option */
/** @typedef {(words: string, signal: AbortSignal) => Promise<readonly Option[]>} Find */
/** Something that people know about a contact; `type` is one of text, number, boolean, date, moment.
 * @typedef {Readonly<{key: string, name: string, type: string}>} Attribute */
/** @typedef {{id: number, email: string | null, first_name: string | null, last_name: string | null,
 *   external_id: string | null}} Contact */

const MOST = 20;
const FRESH_MS = 4000;

/** @type {Map<string, {at: number, asked: Promise<any>}>} */
const kept = new Map();

/**
 * Fetch a short list; while somebody types it is not fetched anew for each letter.
 * @param {string} path @returns {Promise<any>}
 */
export function list(path) {
  const known = kept.get(path);
  if (known && Date.now() - known.at < FRESH_MS) return known.asked;
  const asked = get(path);
  kept.set(path, { at: Date.now(), asked });
  asked.catch(() => kept.delete(path));
  return asked;
}

/** Forget the short lists: something was made just now. */
export const forgetLists = () => kept.clear();

/** @param {string} words @param {readonly Option[]} options @returns {readonly Option[]} those that fit, best first */
export function fitting(words, options) {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return options;
  const at = (/** @type {Option} */ option) => `${option.label} ${option.key}`.toLowerCase().indexOf(wanted);
  return options.filter((option) => at(option) >= 0).sort((a, b) => Number(at(a) > 0) - Number(at(b) > 0));
}

/** @type {Find} */
export async function findMessages(words, signal) {
  const found = await get(withQuery("/messages", { q: words, limit: MOST }), signal);
  return found.items.map((/** @type {any} */ item) => ({
    key: item.slug,
    label: item.name,
    hint: item.subject,
    icon: "mail",
  }));
}

/** @type {Find} */
export async function findSegments(words, signal) {
  const found = await get(withQuery("/segments", { q: words, limit: MOST }), signal);
  return found.items.map((/** @type {any} */ item) => ({
    key: item.slug,
    label: item.name,
    hint: item.words,
    icon: item.kind === "fixed" ? "list" : "filter",
  }));
}

/** @type {Find} */
export async function findTopics(words) {
  const { items } = await list("/topics");
  const options = items.map((/** @type {any} */ item) => ({
    key: item.slug,
    label: item.name,
    hint: t("forms.subscribers", { n: item.subscribed }),
  }));
  return fitting(words, options);
}

/** @type {Find} */
export async function findTags(words) {
  const { items } = await list("/tags");
  const options = items.map((/** @type {any} */ item) => ({
    key: item.name,
    label: item.name,
    hint: t("forms.people", { n: item.contacts }),
    icon: "tag",
  }));
  return fitting(words, options);
}

/** @type {Find} */
export async function findEvents(words) {
  const { items } = await list("/event-names");
  const options = items.map((/** @type {any} */ item) => ({
    key: item.name,
    label: item.name,
    hint: t("forms.times", { n: item.events }),
    icon: "zap",
  }));
  return fitting(words, options);
}

/** @returns {Promise<readonly Attribute[]>} built-in fields first, what only programs use last */
export async function attributes() {
  const { items } = await list("/contact-fields");
  const isLast = (/** @type {Attribute} */ { key }) => Number(key === "external_id" || key === "updated_at");
  return [.../** @type {Attribute[]} */ (items)].sort((a, b) => isLast(a) - isLast(b));
}

/** @type {Find} */
export async function findAttributes(words) {
  const all = await attributes();
  return fitting(
    words,
    all.map((item) => ({
      key: item.key,
      label: item.name,
      hint: t(/** @type {any} */ (`forms.kinds.${item.type}`)),
    })),
  );
}

/** @type {Find} */
export async function findContacts(words, signal) {
  const found = await get(withQuery("/contacts", { q: words, limit: MOST }), signal);
  return found.items.map((/** @type {Contact} */ item) => ({
    key: String(item.id),
    label: nameOf(item),
    hint: nameOf(item) === item.email ? "" : (item.email ?? item.external_id ?? ""),
    item,
  }));
}

/** @param {Contact} contact @returns {string} what the person is called */
export const nameOf = ({ id, email, first_name, last_name, external_id }) =>
  [first_name, last_name].filter(Boolean).join(" ") || email || external_id || `#${number(id)}`;

/** @type {Readonly<Record<string, string>>} */
const PLACES = { message: "/messages", segment: "/segments", topic: "/topics" };

/**
 * Return what a thing is called; its key where nobody knows.
 * @param {string} kind @param {string} key @returns {Promise<string>}
 */
export async function calledBy(kind, key) {
  if (!key) return "";
  if (kind === "attribute") return (await attributes()).find((item) => item.key === key)?.name ?? key;
  const place = PLACES[kind];
  if (!place) return key;
  const { items, next } = await list(kind === "topic" ? place : `${place}?limit=200`);
  const near = items.find((/** @type {any} */ item) => item.slug === key);
  // Beyond the first page it is asked for by itself.
  if (near || !next) return near?.name ?? key;
  return (await list(`${place}/${encodeURIComponent(key)}`)).name ?? key;
}
