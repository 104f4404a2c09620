/** Talking to the API: JSON in and out, the CSRF token, ETags, and problems (RFC 9457) as errors. */

import { storeOf } from "../kit/store.js";

/** @typedef {{pointer: string, detail: string}} Fault */
/** @typedef {{data: any, etag: string, status: number}} Answer */
/** @typedef {{body?: unknown, etag?: string, once?: string, signal?: AbortSignal, keepalive?: boolean}} Options
 *   `once`: an Idempotency-Key; `keepalive`: outlives the page */

/** An answer that is a problem; `message` is a sentence for people. */
export class Problem extends Error {
  /** @param {{status: number, code: string, detail: string, errors?: Fault[]}} body */
  constructor(body) {
    super(body.detail);
    this.status = body.status;
    this.code = body.code;
    this.errors = body.errors ?? [];
    this.body = /** @type {Record<string, any>} */ (body);
  }

  /** Whether the server could not be asked at all, so that trying again later makes sense. */
  get isAway() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** Whether the server answered last time. */
export const connection = storeOf({ isAway: false });

const AWAY = {
  status: 0,
  code: "unreachable",
  detail: "Towpath does not answer. Check your connection; nothing that you did here is lost.",
};
const SAFE = new Set(["GET", "HEAD"]);

let csrfToken = "";
let signedOut = () => {};

/** @param {string} token as GET /session told it @param {() => void} whenSignedOut */
export function rememberSession(token, whenSignedOut) {
  csrfToken = token;
  signedOut = whenSignedOut;
}

/**
 * Ask for something.
 * @param {string} path under /api/v1, such as "/session" @param {AbortSignal} [signal] @returns {Promise<any>}
 */
export const get = async (path, signal) => (await send("GET", path, signal ? { signal } : {})).data;

/**
 * Change something.
 * @param {"POST" | "PUT" | "PATCH" | "DELETE"} method @param {string} path @param {unknown} [body] @param {Options} [options]
 * @returns {Promise<any>}
 */
export const change = async (method, path, body, options = {}) =>
  (await send(method, path, { ...options, body })).data;

/**
 * Send a request; the answer comes with its ETag. Throws Problem.
 * @param {string} method @param {string} path @param {Options} [options] @returns {Promise<Answer>}
 */
export async function send(method, path, { body, etag, once, signal, keepalive } = {}) {
  const isRaw = body instanceof Blob || body instanceof FormData;
  const headers = new Headers({ Accept: "application/json" });
  // Of a form the browser says the type itself, with the boundary that it chose.
  if (body !== undefined && !(body instanceof FormData))
    headers.set(
      "Content-Type",
      body instanceof Blob ? body.type || "application/octet-stream" : "application/json",
    );
  if (!SAFE.has(method) && csrfToken) headers.set("X-CSRF-Token", csrfToken);
  if (etag) headers.set("If-Match", etag);
  if (once) headers.set("Idempotency-Key", once);
  const content = body === undefined ? null : isRaw ? body : JSON.stringify(body);
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers,
    body: content,
    credentials: "same-origin",
    ...(signal && { signal }),
    ...(keepalive && { keepalive }),
  }).catch((error) => {
    if (signal?.aborted) throw error;
    connection.set({ isAway: true });
    throw new Problem(AWAY);
  });
  const data = await contentOf(answer);
  if (answer.ok) {
    if (connection.get().isAway) connection.set({ isAway: false });
    return { data, etag: answer.headers.get("ETag") ?? "", status: answer.status };
  }
  const problem = new Problem(data?.code ? data : { ...AWAY, status: answer.status });
  connection.set({ isAway: problem.isAway });
  if (answer.status === 401) signedOut();
  throw problem;
}

/** @param {Response} answer @returns {Promise<any>} */
async function contentOf(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  if (answer.status === 204) return null;
  return kind.includes("json") ? answer.json().catch(() => null) : answer.text();
}

/**
 * Return the path with its query; what is empty is left out.
 * @param {string} path @param {Readonly<Record<string, string | number | boolean | null | undefined>>} query
 */
export function withQuery(path, query) {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const words = new URLSearchParams(kept.map(([name, value]) => [name, String(value)]));
  return kept.length ? `${path}?${words}` : path;
}
