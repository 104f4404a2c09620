/** Counts of the segments on the list: asked for two at a time, since counting is work. */

import { useEffect, useState } from "react";
import { get } from "../../api/http.js";

/** @import {Segment} from "./saving.js" */

const AT_ONCE = 2;

/** @param {readonly Segment[]} segments @returns {ReadonlyMap<string, Segment>} what is known so far, by slug */
export function useDetails(segments) {
  const [known, setKnown] = useState(/** @type {ReadonlyMap<string, Segment>} */ (new Map()));
  const wanted = segments.map(({ slug }) => slug).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` says which they are.
  useEffect(() => {
    const stop = new AbortController();
    const waiting = wanted ? wanted.split(" ").filter((slug) => !known.has(slug)) : [];
    const work = async () => {
      for (let slug = waiting.shift(); slug && !stop.signal.aborted; slug = waiting.shift()) {
        const found = await get(`/segments/${slug}`, stop.signal).catch(() => null);
        if (found && !stop.signal.aborted) setKnown((old) => new Map(old).set(found.slug, found));
      }
    };
    for (let n = 0; n < AT_ONCE; n++) work();
    return () => stop.abort();
  }, [wanted]);
  return known;
}
