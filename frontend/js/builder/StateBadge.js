/** Whether the journey runs, in a word or two. */

import { h } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { difference, isDecisive } from "../model/diff.js";
import { Badge } from "../ui/Badge.js";
import { useDesk } from "./useDesk.js";
import { useEdit } from "./useEditor.js";

/** @import {Flow} from "../model/types.js" */
/** @import {Live} from "./desk.js" */

const TONES = /** @type {const} */ ({ draft: "plain", live: "good", paused: "warn", archived: "plain" });

export function StateBadge() {
  const { state, version } = useStore(useDesk().journey);
  const isAhead = useIsAhead();
  const n = version ?? 0;
  if (state === "live" && isAhead)
    return h(Badge, { tone: "accent", children: t("builder.state.ahead", { version: n }) });
  if (state === "live") return h(Badge, { tone: TONES.live, children: t("builder.state.live", { version: n }) });
  return h(Badge, { tone: TONES[state], children: t(`builder.state.${state}`) });
}

/** @type {{nodes: unknown, edges: unknown, live: Live | null, isAhead: boolean}} */
let told = { nodes: null, edges: null, live: null, isAhead: false };

/** @returns {boolean} whether the draft does something else than the live version */
export function useIsAhead() {
  const live = useStore(useDesk().live);
  return useEdit((state) => isAheadOf(state.history.present, live));
}

/** @param {Flow} flow @param {Live | null} live @returns {boolean} worked out once per document */
function isAheadOf(flow, live) {
  if (!live) return false;
  if (told.nodes !== flow.nodes || told.edges !== flow.edges || told.live !== live) {
    told = { nodes: flow.nodes, edges: flow.edges, live, isAhead: isDecisive(difference(live.flow, flow)) };
  }
  return told.isAhead;
}
