/** The small picture of a saved draft, fetched when it comes into sight. */

import { useEffect, useRef, useState } from "react";
import { nodeTypes } from "../../api/catalogue.js";
import { get } from "../../api/http.js";
import { h, html } from "../../kit/h.js";
import { openFlow } from "../../model/document.js";
import { Thumbnail } from "../../picture/Thumbnail.js";

/** @import {Flow, NodeType} from "../../model/types.js" */

/** @type {Map<string, Promise<Flow>>} by slug and revision */
const kept = new Map();

/** @param {string} slug @param {number} revision @returns {Promise<Flow>} */
function draftOf(slug, revision) {
  const name = `${slug} ${revision}`;
  const known = kept.get(name);
  if (known) return known;
  const asked = get(`/journeys/${slug}/draft`).then((found) => openFlow(found.document));
  kept.set(name, asked);
  asked.catch(() => kept.delete(name));
  return asked;
}

/** @param {{slug: string, revision: number}} props */
export function JourneyPicture({ slug, revision }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [drawn, draw] = useState(/** @type {{flow: Flow, types: ReadonlyMap<string, NodeType>} | null} */ (null));
  useEffect(() => {
    let isGone = false;
    const watcher = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      // A picture that cannot be had is no reason to say anything: the list is there.
      Promise.all([draftOf(slug, revision), nodeTypes()]).then(
        ([flow, types]) => !isGone && draw({ flow, types }),
        () => {},
      );
    });
    if (frame.current) watcher.observe(frame.current);
    return () => {
      isGone = true;
      watcher.disconnect();
    };
  }, [slug, revision]);
  const hasSteps = drawn && Object.keys(drawn.flow.nodes).length > 0;
  return html`<div ref=${frame} className="journey-picture">${hasSteps && h(Thumbnail, drawn)}</div>`;
}
