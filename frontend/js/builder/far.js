/** What the builder asks of the server about one journey. */

import { change, get, send } from "../api/http.js";
import { openFlow } from "../model/document.js";

/** @import {Flow} from "../model/types.js" */
/** @import {Report} from "./editor.js" */

/** As GET /journeys/{slug} tells it; `version` is the number of the live version.
 * @typedef {import("../screens/journeys/rows.js").Journey & Readonly<{state: "draft" | "live" | "paused" | "archived"}>} Journey */

/** A draft as it lies on the server.
 * @typedef {Readonly<{flow: Flow, etag: string}>} Draft */

/** What saving needs from outside: `put` throws Problem; `heard` gets what the server says of a saved document.
 * @typedef {object} Far
 * @property {(flow: Flow, etag: string, isLeaving: boolean) => Promise<{etag: string, report: Report}>} put
 * @property {() => Promise<Draft>} fetch
 * @property {() => Promise<string>} etag of what lies there now
 * @property {(etag: string) => void} tell the other windows
 * @property {(flow: Flow, report: Report) => void} heard
 */

/** Browsers let a page that is left send no more than 64 KB. */
const PARTING_BYTES = 60_000;

/** @param {string} slug @param {AbortSignal} [signal] @returns {Promise<Journey>} */
export const journeyOf = (slug, signal) => get(at(slug), signal);

/** @param {string} slug @param {AbortSignal} [signal] @returns {Promise<Draft>} */
export async function draftOf(slug, signal) {
  const { data, etag } = await send("GET", at(slug, "/draft"), signal ? { signal } : {});
  return { flow: openFlow(data.document), etag };
}

/** @param {string} slug @param {number} number @param {AbortSignal} [signal] @returns {Promise<Flow>} */
export const versionOf = async (slug, number, signal) =>
  openFlow((await get(at(slug, `/versions/${number}`), signal)).document);

/**
 * Save the draft. Throws Problem 412 when somebody saved since `etag`.
 * @param {string} slug @param {Flow} flow @param {string} etag @param {boolean} isLeaving the page goes away: the
 *   request shall outlive it
 * @returns {Promise<{etag: string, report: Report}>}
 */
export async function putDraft(slug, flow, etag, isLeaving) {
  const keepalive = isLeaving && sizeOf(flow) < PARTING_BYTES;
  const answer = await send("PUT", at(slug, "/draft"), { body: flow, etag, ...(keepalive && { keepalive }) });
  return { etag: answer.etag, report: answer.data.report };
}

/** @param {Flow} flow @param {AbortSignal} [signal] @returns {Promise<Report>} */
export const checkFlow = (flow, signal) => change("POST", "/journeys/check", flow, signal ? { signal } : {});

/** @param {Flow} flow @returns {boolean} whether it is sure to arrive from a page that is left */
export const canPart = (flow) => sizeOf(flow) < PARTING_BYTES;

/** @param {string} slug @param {string} [rest] @returns {string} */
export const at = (slug, rest = "") => `/journeys/${encodeURIComponent(slug)}${rest}`;

/** @param {Flow} flow @returns {number} bytes at most */
const sizeOf = (flow) => new TextEncoder().encode(JSON.stringify(flow)).length;
