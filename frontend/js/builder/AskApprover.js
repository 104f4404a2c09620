/** Who may not publish can ask somebody who may. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { toast } from "../ui/Toast.js";
import { useDesk } from "./useDesk.js";

export function AskApprover() {
  const { slug } = useDesk();
  const link = `${location.origin}/journeys/${slug}?publish=1`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      toast({ text: t("builder.publish.copied"), tone: "good" });
    } catch {
      toast({ text: t("builder.publish.copyByHand", { link }), tone: "bad" });
    }
  };
  return html`<div className="notice plain stack"><p>${t("builder.publish.mayNot")}</p>
    <div>${h(Button, { small: true, icon: "link", onClick: copy }, t("builder.publish.copyLink"))}</div></div>`;
}
