/** Watching a store from a component. */

import { useSyncExternalStore } from "react";

/** @import {Store} from "./store.js" */

/**
 * Watch a store, or a part of it. The part must be the same object while nothing in it changed.
 * @template T @template [P=T] @param {Pick<Store<T>, "get" | "watch">} store @param {(value: T) => P} [part] @returns {P}
 */
export function useStore(store, part) {
  const read = () => (part ? part(store.get()) : /** @type {P} */ (/** @type {unknown} */ (store.get())));
  return useSyncExternalStore(store.watch, read);
}
