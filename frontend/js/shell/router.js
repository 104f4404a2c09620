/** Addresses: which screen an address opens, going there, and asking before work is left behind. */

import { html } from "../kit/h.js";
import { storeOf } from "../kit/store.js";
import { useStore } from "../kit/useStore.js";

/** @import {MouseEvent, ReactNode} from "react" */
/** @typedef {{path: string, search: string}} Place */

const here = () => ({ path: location.pathname, search: location.search });
export const place = storeOf(here());

/** @type {Set<() => boolean>} each answers whether the page may be left; it asks the person if it must */
const guards = new Set();

/**
 * Keep the page from being left while `mayLeave` says no.
 * @param {() => boolean} mayLeave @returns {() => void} takes it back
 */
export function guardLeaving(mayLeave) {
  guards.add(mayLeave);
  return () => guards.delete(mayLeave);
}

/**
 * Open an address of ours.
 * @param {string} to such as "/journeys/welcome" @param {{replace?: boolean}} [options]
 */
export function go(to, { replace = false } = {}) {
  if (to === place.get().path + place.get().search) return;
  if (!replace && ![...guards].every((mayLeave) => mayLeave())) return;
  const samePage = to.split("?")[0] === place.get().path;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  place.set(here());
  if (!samePage) {
    scrollTo(0, 0);
    requestAnimationFrame(() => document.getElementById("main")?.focus({ preventScroll: true }));
  }
}

/** Hear the browser's back and forward buttons. */
export function startRouter() {
  addEventListener("popstate", () => place.set(here()));
  addEventListener("beforeunload", (event) => {
    if (![...guards].every((mayLeave) => mayLeave())) event.preventDefault();
  });
}

export const usePlace = () => useStore(place);

/**
 * Return a parameter of the query, and a way to change it.
 * @param {string} name @returns {[string, (value: string) => void]}
 */
export function useQuery(name) {
  const { path, search } = usePlace();
  const words = new URLSearchParams(search);
  return [
    words.get(name) ?? "",
    (value) => {
      if (value) words.set(name, value);
      else words.delete(name);
      go(words.size ? `${path}?${words}` : path, { replace: true });
    },
  ];
}

/**
 * Match an address with a pattern: `/journeys/:slug` → {slug}.
 * @param {string} pattern @param {string} path @returns {Record<string, string> | null}
 */
export function matched(pattern, path) {
  const [want, have] = [pattern.split("/"), path.replace(/\/+$/, "").split("/")];
  if (path === "/") have.length = 2;
  if (want.length !== have.length) return null;
  const found = /** @type {Record<string, string>} */ ({});
  for (const [n, part] of want.entries()) {
    const given = have[n] ?? "";
    if (part.startsWith(":")) found[part.slice(1)] = decodeURIComponent(given);
    else if (part !== given) return null;
  }
  return found;
}

/**
 * A link to an address of ours; a new tab or window works as everywhere.
 * @param {{to: string, className?: string, children?: ReactNode, title?: string, current?: boolean, label?: string}} props
 */
export function Link({ to, className = "", children, title, current = false, label }) {
  const follow = (/** @type {MouseEvent} */ event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return html`<a href=${to} className=${className || undefined} title=${title} aria-label=${label}
    aria-current=${current ? "page" : undefined} onClick=${follow}>${children}</a>`;
}
