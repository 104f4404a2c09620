/** Parts of the page that are not in the first picture: their modules come when nothing else is to be done, or when shown. */

import { useEffect, useState } from "react";
import { h } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Failure } from "./States.js";

/** @import {ComponentType} from "react" */

/** How long the first picture has the wire for itself. */
const REST_MS = 1000;

/** @type {Set<() => Promise<unknown>>} */
const waiting = new Set();
let isBegun = false;

/**
 * Not React.lazy: that holds a part back for a third of a second, once it was not there at once.
 * @param {() => Promise<Record<string, unknown>>} load @param {string} name of the component in that module
 * @returns {ComponentType<any>}
 */
export function later(load, name) {
  /** @type {Source} */
  const source = {
    part: null,
    async fetch() {
      waiting.delete(source.fetch);
      source.part = /** @type {ComponentType<any>} */ ((await load())[name]);
    },
  };
  waiting.add(source.fetch);
  return (props) => h(Late, { source, props });
}

/** @typedef {{part: ComponentType<any> | null, fetch: () => Promise<void>}} Source */

/**
 * A part that cannot be fetched says so where it would stand; whatever is around it goes on.
 * @param {{source: Source, props: object}} given
 */
function Late({ source, props }) {
  const [tried, tryAgain] = useState(0);
  const [, tell] = useState(0);
  const [isMissing, miss] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetched anew when somebody tries again.
  useEffect(() => {
    if (source.part) return;
    let isGone = false;
    miss(false);
    source.fetch().then(
      () => isGone || tell((n) => n + 1),
      () => isGone || miss(true),
    );
    return () => {
      isGone = true;
    };
  }, [source, tried]);
  if (source.part) return h(source.part, props);
  if (!isMissing) return null;
  return h(Failure, { error: new Error(t("ui.partMissing")), onRetry: () => tryAgain((n) => n + 1) });
}

/** The first picture is there: fetch the rest, one part after the other, so that nothing has to be waited for. */
export function fetchTheRest() {
  if (isBegun) return;
  isBegun = true;
  setTimeout(next, REST_MS);
}

function next() {
  const [load] = waiting;
  isBegun = load !== undefined;
  if (!load) return;
  waiting.delete(load);
  // What cannot be fetched now is fetched when it is shown, and then it says what is wrong.
  whenIdle(() => void load().then(next, next));
}

/** @param {() => void} act */
function whenIdle(act) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 50);
}
