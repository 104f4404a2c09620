/** The small picture of a journey in a list. */

import { useMemo } from "react";
import { h, html } from "../../kit/h.js";
import { openFlow } from "../../model/document.js";
import { Thumbnail } from "../../picture/Thumbnail.js";
import { Icon } from "../../ui/Icon.js";

/** @import {NodeType} from "../../model/types.js" */
/** @import {Sent} from "../../model/document.js" */

/** @param {{drawing: Sent | null, types: ReadonlyMap<string, NodeType>}} props */
export function JourneyPicture({ drawing, types }) {
  // A list is fetched again and again; a drawing that says the same is the same.
  const text = JSON.stringify(drawing);
  const flow = useMemo(() => openFlow(JSON.parse(text) ?? {}), [text]);
  const hasSteps = Object.keys(flow.nodes).length > 0;
  return html`<div className="journey-picture">${hasSteps ? h(Thumbnail, { flow, types }) : h(Icon, { name: "workflow", size: 24 })}</div>`;
}
