/** Unsaved writing stays in this browser, for each person apart: a closed tab or a lost connection takes nothing away. */

import { person } from "../../api/session.js";

/** @import {Draft} from "./content.js" */
/** @typedef {{draft: Draft, etag: string, at: string}} Kept `etag`: of the version that one began with */

/** @param {string | null} slug null: a new message */
const keyOf = (slug) => `towpath.message.${person.get()?.id ?? 0}.${slug ?? ""}`;

/** @param {string | null} slug @returns {Kept | null} */
export function kept(slug) {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(slug)) ?? "null");
    return typeof found?.draft?.mjml === "string" ? found : null;
  } catch {
    return null;
  }
}

/** @param {string | null} slug @param {Draft} draft @param {string} etag */
export function keep(slug, draft, etag) {
  try {
    localStorage.setItem(keyOf(slug), JSON.stringify({ draft, etag, at: new Date().toISOString() }));
  } catch {
    // The browser's room is full or shut: the writing is still on the screen.
  }
}

/** @param {string | null} slug */
export const forget = (slug) => localStorage.removeItem(keyOf(slug));
