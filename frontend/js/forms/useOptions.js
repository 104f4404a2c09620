/** What a combobox offers for the words typed so far; an answer that comes too late is dropped. */

import { useEffect, useRef, useState } from "react";

/** @import {Find, Option} from "./lookups.js" */
/** @typedef {{options: readonly Option[], isLoading: boolean, error: Error | null}} Offer */

const TYPING_MS = 140;
const NOTHING = /** @type {Offer} */ ({ options: [], isLoading: false, error: null });

/**
 * @param {Find} find @param {string} words @param {boolean} isOpen @returns {Offer}
 */
export function useOptions(find, words, isOpen) {
  const [offer, setOffer] = useState(NOTHING);
  const latest = useRef(find);
  latest.current = find;
  useEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    setOffer((old) => ({ ...old, isLoading: true, error: null }));
    const ask = async () => {
      try {
        const options = await latest.current(words, stop.signal);
        if (!stop.signal.aborted) setOffer({ options, isLoading: false, error: null });
      } catch (error) {
        if (!stop.signal.aborted) setOffer({ options: [], isLoading: false, error: /** @type {Error} */ (error) });
      }
    };
    const timer = setTimeout(ask, words ? TYPING_MS : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [words, isOpen]);
  return offer;
}
