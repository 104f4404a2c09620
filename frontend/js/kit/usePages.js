/** A list that comes in pages: {items, next}, more of it when somebody asks. */

import { useCallback, useEffect, useRef, useState } from "react";
import { useLoad } from "./hooks.js";

/** @template T @typedef {{items: T[], next: string | null}} Part */
/** `data` are all items so far; `more` is null when there are no more.
 * @template T @typedef {{data: T[] | undefined, error: Error | null, isLoading: boolean, reload: () => void,
 *   put: (items: T[]) => void, more: (() => void) | null}} Pages */

/**
 * @template T
 * @param {(cursor: string | null, signal?: AbortSignal) => Promise<Part<T>>} fetchPart
 * @param {readonly unknown[]} needs what the first page depends on @returns {Pages<T>}
 */
export function usePages(fetchPart, needs) {
  const first = useLoad((signal) => fetchPart(null, signal), needs);
  const [later, setLater] = useState(/** @type {Part<T> | null} */ (null));
  const [failed, setFailed] = useState(/** @type {Error | null} */ (null));
  const [isBusy, setBusy] = useState(false);
  const turn = useRef(first.data);
  const ask = useRef(fetchPart);
  ask.current = fetchPart;
  useEffect(() => {
    turn.current = first.data;
    setLater(null);
    setFailed(null);
    setBusy(false);
  }, [first.data]);
  const next = later ? later.next : (first.data?.next ?? null);
  const more = useCallback(async () => {
    const begun = turn.current;
    setBusy(true);
    setFailed(null);
    try {
      const part = await ask.current(next);
      if (turn.current === begun)
        setLater((old) => ({ items: [...(old?.items ?? []), ...part.items], next: part.next }));
    } catch (error) {
      if (turn.current === begun) setFailed(/** @type {Error} */ (error));
    }
    setBusy(false);
  }, [next]);
  const { put: putFirst } = first;
  const put = useCallback((/** @type {T[]} */ items) => putFirst({ items, next }), [putFirst, next]);
  return {
    data: first.data && [...first.data.items, ...(later?.items ?? [])],
    error: first.error ?? failed,
    isLoading: first.isLoading || isBusy,
    reload: first.reload,
    put,
    more: next ? more : null,
  };
}
