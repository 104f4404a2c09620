/** The way of one person as a list: when, what, why, and what would be sent. */

import { useEffect, useRef, useState } from "react";
import { dateTime } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Icon } from "../ui/Icon.js";
import { Menu } from "../ui/Menu.js";
import { MailPreview } from "./MailPreview.js";
import { reveal } from "./reveal.js";
import { useEditor } from "./useEditor.js";
import { whyOf } from "./walked.js";

/** @import {KeyboardEvent} from "react" */
/** @import {TrialStep, WouldSend} from "./walked.js" */
/** @import {useTrial} from "./useTrial.js" */

/** @typedef {ReturnType<typeof useTrial>} Trial */

const ENDINGS = /** @type {const} */ ({
  ended: "flag",
  set_aside: "triangle-alert",
  waiting: "hourglass",
  too_long: "repeat",
});

/** @param {{trial: Trial, onAnswer: (answers: Record<string, string>) => void}} props */
export function TrialSteps({ trial, onAnswer }) {
  const { walked, place, stepTo } = trial;
  const [mail, open] = useState(/** @type {WouldSend | null} */ (null));
  if (!walked) return null;
  const { steps, refused, ending, name } = walked.found;
  const isAtEnd = place >= steps.length - 1;
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || /** @type {Element} */ (event.target).closest("[popover]")) return;
    event.preventDefault();
    stepTo(place + by);
  };
  const answers = walked.wish.answers;
  return html`<div className="stack">
    ${refused && html`<p className="notice plain small">${refused} ${t("builder.trial.allTheSame")}</p>`}
    ${Object.keys(answers).length > 0 && html`<p className="row small">${t("builder.trial.supposed")} ${h(Button, { small: true, kind: "plain", onClick: () => onAnswer({}) }, t("builder.trial.asTheyAre"))}</p>`}
    ${h(Controls, { trial, isAtEnd })}
    <ol className="trial-steps" aria-label=${t("builder.trial.way", { name })} onKeyDown=${onKey}>
      ${steps.map((step, n) =>
        h(Step, {
          key: n,
          step,
          n,
          place,
          onChoose: () => stepTo(n),
          onMail: open,
          onAnswer: (port) => onAnswer({ ...answers, [step.node]: port }),
        }),
      )}
    </ol>
    ${isAtEnd && html`<p ref=${showEnding} className=${`trial-ending ${ending.kind}`}>${h(Icon, { name: ENDINGS[ending.kind], size: 18 })}<span>${ending.sentence}</span></p>`}
    ${mail && h(MailPreview, { mail, contact: walked.found.contact_id, data: walked.wish.data, onClose: () => open(null) })}
  </div>`;
}

/** @param {Element | null} ending */
const showEnding = (ending) => ending?.scrollIntoView({ block: "nearest" });

/** @param {{trial: Trial, isAtEnd: boolean}} props */
function Controls({ trial, isAtEnd }) {
  const { place, isPlaying, stepTo, again, pause, walked } = trial;
  const count = walked?.found.steps.length ?? 0;
  return html`<div className="trial-controls" role="group" aria-label=${t("builder.trial.controls")}>
    ${h(Button, { small: true, icon: "chevron-left", label: t("builder.trial.previous"), disabled: place === 0, onClick: () => stepTo(place - 1) })}
    ${isPlaying ? h(Button, { small: true, icon: "pause", label: t("builder.trial.pause"), onClick: pause }) : h(Button, { small: true, icon: "repeat", label: t("builder.trial.replay"), onClick: again })}
    ${h(Button, { small: true, icon: "chevron-right", label: t("builder.trial.next"), disabled: isAtEnd, onClick: () => stepTo(place + 1) })}
    <span className="small quiet-text">${t("builder.trial.stepOf", { n: place + 1, count })}</span>
  </div>`;
}

/**
 * @param {{step: TrialStep, n: number, place: number, onChoose: () => void, onMail: (mail: WouldSend) => void,
 *   onAnswer: (port: string) => void}} props
 */
function Step({ step, n, place, onChoose, onMail, onAnswer }) {
  const editor = useEditor();
  const row = useRef(/** @type {HTMLLIElement | null} */ (null));
  const isHere = n === place;
  useEffect(() => {
    if (isHere) row.current?.scrollIntoView({ block: "nearest" });
  }, [isHere]);
  const why = whyOf(step);
  const others = editor.portsOf(step.node).filter((port) => port.key !== step.port && port.tone !== "error");
  const isQuestion = editor.portsOf(step.node).length > 1;
  return html`<li ref=${row} className=${n > place ? "ahead" : isHere ? "here" : ""} aria-current=${isHere ? "step" : undefined}>
    <button type="button" className="plain trial-step" onClick=${onChoose} onDoubleClick=${() => reveal(editor, step.node)}>
      <time dateTime=${step.at}>${dateTime(step.at)}</time><strong>${step.sentence}</strong>
      ${why && html`<span className="trial-why">${why}</span>`}
    </button>
    ${
      step.parts.length > 0 &&
      html`<ul className="trial-parts">${step.parts.map(
        (part) => html`<li key=${part.sentence} className=${part.holds ? "yes" : "no"}>
      ${h(Icon, { name: part.holds ? "check" : "x", size: 14 })}<span>${part.sentence}</span><span className="visually-hidden">${t(part.holds ? "builder.values.yes" : "builder.values.no")}</span></li>`,
      )}</ul>`
    }
    ${step.would_send.map(
      (mail) => html`<div key=${mail.message} className=${mail.withheld ? "trial-mail withheld" : "trial-mail"}>
      ${h(Icon, { name: mail.withheld ? "mail-x" : "mail", size: 16 })}
      <p><strong>${mail.subject}</strong></p>
      ${h(Button, { small: true, kind: "plain", icon: "eye", label: t("builder.trial.seeMail", { name: mail.name }), onClick: () => onMail(mail) })}
    </div>`,
    )}
    ${isQuestion && others.length > 0 && html`<div className="trial-other">${h(Menu, { small: true, kind: "plain", icon: "shuffle", label: t("builder.trial.whatIf"), items: others.map((port) => ({ label: t("builder.trial.answer", { port: port.label || port.key }), onClick: () => onAnswer(port.key) })) }, t("builder.trial.whatIf"))}</div>`}
  </li>`;
}
