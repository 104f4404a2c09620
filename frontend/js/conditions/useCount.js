/** Asking the server what a condition says, what is wrong with it, and how many people it selects. */

import { useEffect, useState } from "react";
import { Problem, send } from "../api/http.js";
import { isBlank } from "./shape.js";

/** @import {Fault} from "../api/http.js" */
/** @import {Contact} from "../forms/lookups.js" */
/** @import {Node} from "./shape.js" */

/** As POST /segments/count answers.
 * @typedef {Readonly<{words: string, faults: readonly Fault[], count: number | null, sample: readonly Contact[] | null,
 *   is_too_slow: boolean}>} Counted */

const TYPING_MS = 350;
const AGAIN_MS = 4000;

/**
 * @param {Node} condition @returns {{counted: Counted | null, isCounting: boolean, error: Error | null}}
 *   `counted` is of the condition before while it is counting
 */
export function useCount(condition) {
  const [state, setState] = useState(
    /** @type {{counted: Counted | null, isCounting: boolean, error: Error | null}} */ ({
      counted: null,
      isCounting: true,
      error: null,
    }),
  );
  const text = JSON.stringify(condition);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says whether it is another condition.
  useEffect(() => {
    if (isBlank(condition)) {
      setState({ counted: null, isCounting: false, error: null });
      return;
    }
    const stop = new AbortController();
    setState((old) => ({ ...old, isCounting: true }));
    const ask = async () => {
      try {
        const { data } = await send("POST", "/segments/count", { body: { condition }, signal: stop.signal });
        if (!stop.signal.aborted) setState({ counted: data, isCounting: false, error: null });
      } catch (error) {
        if (stop.signal.aborted) return;
        setState((old) => ({ ...old, isCounting: false, error: /** @type {Error} */ (error) }));
        if (error instanceof Problem && error.isAway) timer = setTimeout(ask, AGAIN_MS);
      }
    };
    let timer = setTimeout(ask, state.counted ? TYPING_MS : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return state;
}
