/** Talking to the API: JSON in and out, the CSRF token, and problems (RFC 9457) as errors. */

/** An answer that is a problem. */
export class Problem extends Error {
  /** @param {{status: number, code: string, detail: string, errors?: {pointer: string, detail: string}[]}} body */
  constructor(body) {
    super(body.detail);
    this.status = body.status;
    this.code = body.code;
    this.errors = body.errors ?? [];
  }
}

const UNREACHABLE = {
  status: 0,
  code: "unreachable",
  detail: "Towpath does not answer. Is it running? Check your connection and try again.",
};

let csrfToken = "";

/**
 * Ask for something.
 * @param {string} path under /api/v1, such as "/session"
 * @returns {Promise<any>}
 */
export const get = (path) => send("GET", path);

/**
 * Change something.
 * @param {"POST" | "PUT" | "PATCH" | "DELETE"} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export const change = (method, path, body) => send(method, path, body);

/**
 * Return who is signed in and remember their token; null when nobody is.
 * @returns {Promise<any>}
 */
export async function session() {
  try {
    const found = await get("/session");
    csrfToken = found.csrf_token ?? "";
    return found;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

async function send(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrfToken) headers["X-CSRF-Token"] = csrfToken;
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
  }).catch(() => {
    throw new Problem(UNREACHABLE);
  });
  const content = await read(answer);
  if (!answer.ok) throw new Problem(content ?? { ...UNREACHABLE, status: answer.status });
  return content;
}

async function read(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  return kind.includes("json") ? answer.json() : null;
}
