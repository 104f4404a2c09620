/** Publishing the draft that is saved. */

import { change } from "../api/http.js";
import { at } from "./far.js";

/** @import {Changes} from "./changes.js" */
/** @import {Desk} from "./desk.js" */

/** As GET /journeys/{slug}/publish-preview tells it; counts are null where they take too long.
 * @typedef {object} PreviewFields
 * @property {boolean} can_publish
 * @property {readonly string[]} obstacles
 * @property {number} errors
 * @property {number} notices
 * @property {boolean} is_first
 * @property {number | null} version
 * @property {Changes} changes
 * @property {readonly {message: string, name: string}[]} messages
 * @property {readonly {node: string, segment: string, name: string, matching: number | null, entering: number | null}[]} would_enter
 * @property {readonly {version: number, people: number}[]} people_inside
 * @typedef {Readonly<PreviewFields>} Preview */

/**
 * @param {Desk} desk @param {boolean} isCurrent whoever matches a start by segment already comes in, too
 * @returns {Promise<{number: number, entered: number}>}
 */
export async function publish(desk, isCurrent) {
  const done = await change("POST", at(desk.slug, "/versions"), { include_current: isCurrent });
  desk.live.set({ number: done.number, flow: desk.editor.flow });
  await desk.refresh().catch(() => {});
  return done;
}
