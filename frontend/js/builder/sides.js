/** Fetching what one compares: versions by their number, and the draft as it lies on the desk. */

import { useMemo } from "react";
import { useLoad } from "../kit/hooks.js";
import { useStore } from "../kit/useStore.js";
import { checkFlow, versionOf } from "./far.js";

/** @import {Loaded} from "../kit/hooks.js" */
/** @import {Flow} from "../model/types.js" */
/** @import {Side} from "./changes.js" */
/** @import {Desk} from "./desk.js" */

/** @param {Flow} flow @param {AbortSignal} signal @returns {Promise<Side>} */
const told = async (flow, signal) => ({ flow, report: await checkFlow(flow, signal).catch(() => null) });

/** @param {string} slug @param {number | null} number null: not wanted @returns {Loaded<Side | null>} */
export const useVersion = (slug, number) =>
  useLoad(
    async (signal) => (number === null ? null : told(await versionOf(slug, number, signal), signal)),
    [slug, number],
  );

/** @param {Flow} flow @returns {Loaded<Side>} */
export const useTold = (flow) => useLoad((signal) => told(flow, signal), [flow]);

/** @param {Desk} desk @returns {Side} the draft as it is now */
export function useDraft({ editor }) {
  const flow = useStore(editor.state, (state) => state.history.present);
  const report = useStore(editor.state, (state) => state.report);
  return useMemo(() => ({ flow, report }), [flow, report]);
}
