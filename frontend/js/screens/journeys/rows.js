/** The list of journeys as somebody wants to see it. */

/** @import {Sent} from "../../model/document.js" */

/** As GET /journeys tells it: `errors` forbid publishing the draft, `drawing` is the draft without settings.
 * @typedef {object} JourneyFields
 * @property {string} slug
 * @property {string} name
 * @property {string} description
 * @property {string} state
 * @property {number | null} version
 * @property {number} revision
 * @property {boolean} has_unpublished_changes
 * @property {{inside: number, ended: number, set_aside: number}} people
 * @property {{entered: number, sent: number}} last_30_days
 * @property {string} updated_at
 * @property {number | null} errors
 * @property {Sent | null} drawing
 * @typedef {Readonly<JourneyFields>} Journey */

export const STATES = /** @type {const} */ (["live", "paused", "draft", "archived"]);
export const SORTS = /** @type {const} */ (["updated", "name", "inside"]);
/** @typedef {(typeof STATES)[number]} State */
/** @typedef {(typeof SORTS)[number]} Sort */

/** @type {Readonly<Record<Sort, (a: Journey, b: Journey) => number>>} */
const COMPARE = {
  updated: (a, b) => b.updated_at.localeCompare(a.updated_at),
  name: (a, b) => a.name.localeCompare(b.name) || COMPARE.updated(a, b),
  inside: (a, b) => b.people.inside - a.people.inside || COMPARE.updated(a, b),
};

/**
 * Without a state those are shown that are not archived.
 * @param {readonly Journey[]} all @param {{words: string, state: string, sort: string}} wish @returns {Journey[]}
 */
export function shownOf(all, { words, state, sort }) {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  return all
    .filter((journey) => (state ? journey.state === state : journey.state !== "archived"))
    .filter((journey) => {
      const text = `${journey.name} ${journey.description} ${journey.slug}`.toLowerCase();
      return asked.every((word) => text.includes(word));
    })
    .sort(COMPARE[/** @type {Sort} */ (sort)] ?? COMPARE.updated);
}

/** @param {readonly Journey[]} all @param {string} state "" for all that are not archived @returns {number} */
export const countOf = (all, state) => shownOf(all, { words: "", state, sort: "" }).length;
