/** Live numbers on the cards: asked for while they are switched on and the page is seen. */

import { useCallback, useEffect } from "react";
import { get } from "../api/http.js";
import { useEvery } from "../kit/hooks.js";
import { useStore } from "../kit/useStore.js";
import { at } from "./far.js";

/** @import {Desk} from "./desk.js" */

const EVERY_MS = 4000;

/** @param {Desk} desk */
export function useNumbers(desk) {
  const isOn = useStore(desk.hasNumbers);
  const { version } = useStore(desk.journey);
  const ask = useCallback(async () => {
    const counts = await get(at(desk.slug, "/counts")).catch(() => null);
    if (counts && desk.hasNumbers.get()) desk.editor.put({ counts: counts.nodes });
  }, [desk]);
  const isAsking = isOn && version !== null;
  useEffect(() => {
    if (isAsking) void ask();
    else desk.editor.put({ counts: null });
  }, [desk, ask, isAsking]);
  useEvery(isAsking ? EVERY_MS : null, ask);
}
