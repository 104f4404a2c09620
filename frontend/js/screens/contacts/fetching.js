/** Contacts by page, of everybody, of a tag, or of a segment. */

import { get, withQuery } from "../../api/http.js";

/** As GET /contacts tells it.
 * @typedef {{id: number, external_id: string | null, email: string | null, phone: string | null, first_name: string | null,
 *   last_name: string | null, company: string | null, city: string | null, country: string | null, language: string | null,
 *   time_zone: string | null, attributes: Record<string, unknown>, tags: string[], created_at: string, updated_at: string,
 *   is_suppressed?: boolean}} Contact */
/** @typedef {{q: string, tag: string, segment: string}} Wanted */

const PAGE = 50;

/**
 * @param {Wanted} wanted @param {string | null} cursor @param {AbortSignal} [signal]
 * @returns {Promise<{items: Contact[], next: string | null}>}
 */
export async function contactsOf({ q, tag, segment }, cursor, signal) {
  if (!segment) return get(withQuery("/contacts", { q, tag, cursor, limit: PAGE }), signal);
  const path = `/segments/${encodeURIComponent(segment)}/contacts`;
  const { items, next } = await get(withQuery(path, { cursor, limit: PAGE }), signal);
  if (!items.length) return { items: [], next };
  // A segment only names its people.
  const ids = items.map((/** @type {{id: number}} */ { id }) => `ids=${id}`).join("&");
  const whole = await get(`/contacts?limit=${PAGE}&${ids}`, signal);
  return { items: whole.items, next };
}

/** @param {Contact} contact @returns {string} */
export const fullName = ({ first_name, last_name }) => [first_name, last_name].filter(Boolean).join(" ");

/** @param {Contact} contact @returns {string} what a person is called, one way or the other */
export const called = (contact) => fullName(contact) || contact.email || contact.external_id || `#${contact.id}`;
