/** What publishing will do, in plain words. */

import { number } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { entries } from "../model/document.js";
import { Button } from "../ui/Button.js";
import { CheckField } from "../ui/Field.js";
import { Icon } from "../ui/Icon.js";
import { AskApprover } from "./AskApprover.js";
import { ChangeList } from "./ChangeList.js";
import { toldBy } from "./changes.js";
import { useDesk } from "./useDesk.js";

/** @import {ReactNode} from "react" */
/** @import {Preview} from "./publishing.js" */

/** @typedef {{plan: Preview, isCurrent: boolean, onCurrent: (is: boolean) => void}} EnterProps */

/** @param {EnterProps & {isPaused: boolean, mayPublish: boolean, onClose: () => void}} props */
export function PublishPlan({ plan, isCurrent, onCurrent, isPaused, mayPublish, onClose }) {
  const desk = useDesk();
  const inside = plan.people_inside.reduce((sum, one) => sum + one.people, 0);
  const look = () => {
    onClose();
    desk.tray.set("problems");
  };
  return html`
    ${!mayPublish && h(AskApprover)}
    ${h(Part, { icon: "log-in", title: t("builder.publish.who") }, h(Enter, { plan, isCurrent, onCurrent }))}
    ${
      !plan.is_first &&
      h(
        Part,
        { icon: "git-compare", title: t("builder.publish.what", { version: plan.version ?? 0 }) },
        h(ChangeList, { changes: toldBy(plan.changes) }),
        plan.messages.length > 0 &&
          html`<p className="small">${t("builder.publish.messages", { n: plan.messages.length, names: plan.messages.map((one) => `“${one.name}”`).join(", ") })}</p>`,
      )
    }
    ${inside > 0 && h(Part, { icon: "users", title: t("builder.publish.inside", { n: inside }) }, html`<p className="small quiet-text">${t("builder.publish.insideText")}</p>`)}
    ${plan.notices > 0 && h(Part, { icon: "info", title: t("builder.publish.notices", { n: plan.notices }) }, h(Button, { small: true, onClick: look }, t("builder.publish.look")))}
    ${isPaused && h(Part, { icon: "pause", title: t("builder.publish.paused") }, html`<p className="small quiet-text">${t("builder.publish.pausedText")}</p>`)}`;
}

/** @param {{icon: string, title: string, children?: ReactNode}} props */
export function Part({ icon, title, children }) {
  return html`<section className="publish-part">${h(Icon, { name: icon, size: 20 })}<div className="stack"><h3>${title}</h3>${children}</div></section>`;
}

/** @param {EnterProps} props */
function Enter({ plan, isCurrent, onCurrent }) {
  const { editor } = useDesk();
  const bySegment = plan.would_enter;
  const others = entries(editor.flow, editor.types).filter((key) => bySegment.every((one) => one.node !== key));
  const isKnown = bySegment.every((one) => one.entering !== null);
  const entering = bySegment.reduce((sum, one) => sum + (one.entering ?? 0), 0);
  const matching = bySegment.reduce((sum, one) => sum + (one.matching ?? 0), 0);
  const kept = matching - entering;
  const hint = !isKnown
    ? t("builder.publish.currentUnknown")
    : kept > 0
      ? t("builder.publish.currentKept", { n: kept })
      : undefined;
  const isNobody = isKnown && entering === 0;
  return html`<ul className="publish-starts">
      ${bySegment.map((one) => html`<li key=${one.node}>${t("builder.publish.segment", { name: one.name })}</li>`)}
      ${others.map((key) => html`<li key=${key}>${editor.nameOf(key)}</li>`)}
    </ul>
    ${
      bySegment.length > 0 &&
      !isNobody &&
      html`<div className="publish-current">${h(CheckField, {
        label: isKnown
          ? t("builder.publish.current", { n: entering, count: number(entering) })
          : t("builder.publish.currentAll"),
        value: isCurrent,
        onChange: onCurrent,
        hint,
      })}</div>`
    }
    ${bySegment.length > 0 && isNobody && html`<p className="small quiet-text">${t("builder.publish.currentNone")}</p>`}`;
}
