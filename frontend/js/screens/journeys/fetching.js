/** All journeys of the workspace, so that searching and sorting is at once. */

import { get, withQuery } from "../../api/http.js";

/** @import {Journey} from "./rows.js" */

const PAGE = 100;

/** @param {AbortSignal} signal @returns {Promise<Journey[]>} those of the archive too */
export async function allJourneys(signal) {
  const [present, archived] = await Promise.all([pages(false, signal), pages(true, signal)]);
  return [...present, ...archived];
}

/** @param {boolean} archived @param {AbortSignal} signal @returns {Promise<Journey[]>} */
async function pages(archived, signal) {
  /** @type {Journey[]} */
  const found = [];
  /** @type {string | null} */
  let cursor = null;
  do {
    /** @type {{items: Journey[], next: string | null}} */
    const page = await get(
      withQuery("/journeys", { limit: PAGE, archived, errors: true, drawing: true, cursor }),
      signal,
    );
    found.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return found;
}
