/** An e-mail as its reader sees it, shut off from this page. */

import { useEffect, useRef } from "react";
import { html } from "../kit/h.js";

/** @param {{content: string, title: string}} props `content`: HTML that is not trusted */
export function MailFrame({ content, title }) {
  const ref = useRef(/** @type {HTMLIFrameElement | null} */ (null));
  const latest = useRef(content);
  latest.current = content;
  const post = () => ref.current?.contentWindow?.postMessage({ html: latest.current }, "*");
  // biome-ignore lint/correctness/useExhaustiveDependencies: posted anew when the content changes.
  useEffect(post, [content]);
  useEffect(() => {
    const hear = (/** @type {MessageEvent} */ event) => {
      if (event.source === ref.current?.contentWindow && event.data?.isReady) post();
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  });
  return html`<iframe ref=${ref} className="mail-frame" src="/frame" title=${title} sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" />`;
}
