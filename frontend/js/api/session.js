/** Who is signed in, and what they may do. */

import { storeOf } from "../kit/store.js";
import { change, get, Problem, rememberSession } from "./http.js";

/** As GET /session tells it.
 * @typedef {{id: number, name: string, role: string | null, permissions: string[], csrf_token: string}} Person */

export const person = storeOf(/** @type {Person | null} */ (null));

/** @returns {Promise<Person | null>} null when nobody is signed in */
export async function openSession() {
  try {
    const found = await get("/session");
    rememberSession(found.csrf_token ?? "", () => leaveTo("/sign-in"));
    person.set(found);
    return found;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

export async function closeSession() {
  await change("DELETE", "/session");
  location.assign("/sign-in");
}

/** @param {string} path of a page to which one comes back from where one is now */
export function leaveTo(path) {
  const back = location.pathname + location.search;
  location.assign(back === "/" || back.startsWith(path) ? path : `${path}?next=${encodeURIComponent(back)}`);
}
