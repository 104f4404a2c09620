/** Writing a message: on the left what it says, on the right how it looks to somebody. */

import { useState } from "react";
import { get } from "../../api/http.js";
import { ago } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { Failure, Loading } from "../../ui/States.js";
import { BodyEditor } from "./BodyEditor.js";
import { Conflict } from "./Conflict.js";
import { Envelope } from "./Envelope.js";
import { flawsOf } from "./Flaws.js";
import { PlainText } from "./PlainText.js";
import { Preview } from "./Preview.js";
import { TestSend } from "./TestSend.js";
import { usePreview } from "./usePreview.js";

/** @import {Writing} from "./useMessage.js" */

/** @param {{writing: Writing}} props `writing`: of useMessage */
export function MessageEditor({ writing }) {
  const { slug, draft, faults, error, isLoading, load, foundAgain, discard, theirs, saved } = writing;
  const mayWrite = useMay("messages:write");
  const isReadOnly = !mayWrite || Boolean(saved?.archived_at);
  const { data: workspace } = useLoad((signal) => get("/workspace", signal), []);
  const preview = usePreview(slug, isLoading ? null : draft);
  const [isTesting, setTesting] = useState(false);
  if (error) return h(Failure, { error, onRetry: load });
  if (isLoading) return h(Loading);
  const problems = preview.data?.problems ?? [];
  const sender = {
    from_name: workspace?.from_name || workspace?.name || "",
    from_address: workspace?.from_address ?? "",
  };
  return html`<div className="message-editor">
    <div className="writing">
      ${
        foundAgain &&
        html`<div className="notice plain row spread" role="status">
        <span>${h(Icon, { name: "history", size: 18 })} ${t("messages.foundAgain", { when: ago(foundAgain) })}</span>
        ${h(Button, { small: true, onClick: discard }, t("messages.discard"))}</div>`
      }
      ${!mayWrite && html`<p className="notice plain">${t("messages.readOnly")}</p>`}
      ${h(Envelope, { writing, problems, sender, isReadOnly })}
      ${h(BodyEditor, { writing, problems: flawsOf(["mjml", "html"], faults, problems), isReadOnly })}
      ${h(PlainText, { writing, problems, suggested: preview.data?.text ?? "", isReadOnly })}
    </div>
    <div className="previewing">
      ${h(Preview, { preview, sender: draft.from_name || sender.from_name || t("messages.untitled") })}
      ${mayWrite && html`<div className="row">${h(Button, { icon: "send", onClick: () => setTesting(true) }, t("messages.test.open"))}</div>`}
    </div>
    ${theirs && h(Conflict, { writing, theirs: theirs.saved })}
    ${isTesting && h(TestSend, { writing, preview, onClose: () => setTesting(false) })}
  </div>`;
}
