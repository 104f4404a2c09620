/** Hooks that several screens use. */

import { useCallback, useEffect, useRef, useState } from "react";

/** What is being fetched: `data` stays while it is fetched anew.
 * @template T @typedef {{data: T | undefined, error: Error | null, isLoading: boolean, reload: () => void,
 *   put: (data: T) => void}} Loaded */

/**
 * Fetch when the screen opens and whenever one of `needs` changes; an answer that comes too late is dropped.
 * @template T @param {(signal: AbortSignal) => Promise<T>} fetchIt @param {readonly unknown[]} needs @returns {Loaded<T>}
 */
export function useLoad(fetchIt, needs) {
  const [state, setState] = useState(
    /** @returns {{data: T | undefined, error: Error | null, isLoading: boolean}} */
    () => ({ data: undefined, error: null, isLoading: true }),
  );
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller says what it depends on.
  useEffect(() => {
    const stop = new AbortController();
    setState((old) => ({ ...old, error: null, isLoading: true }));
    fetchIt(stop.signal).then(
      (data) => !stop.signal.aborted && setState({ data, error: null, isLoading: false }),
      (error) => !stop.signal.aborted && setState((old) => ({ ...old, error, isLoading: false })),
    );
    return () => stop.abort();
  }, [...needs, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const put = useCallback((/** @type {T} */ data) => setState({ data, error: null, isLoading: false }), []);
  return { ...state, reload, put };
}

/**
 * Do something every `ms` while the page is seen.
 * @param {() => void} act @param {number | null} ms null: not now
 */
export function useEvery(ms, act) {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (ms === null) return;
    const timer = setInterval(() => document.visibilityState === "visible" && latest.current(), ms);
    return () => clearInterval(timer);
  }, [ms]);
}

/**
 * Return the value as it was `ms` ago without a change since: for searching while somebody types.
 * @template T @param {T} value @param {number} ms @returns {T}
 */
export function useSettled(value, ms) {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/**
 * Name the page: in the tab and, through its h1, for a screen reader.
 * @param {string} title
 */
export function useTitle(title) {
  useEffect(() => {
    document.title = title ? `${title} · Towpath` : "Towpath";
  }, [title]);
}
