/** The first steps of a new workspace; each ticks itself off when it is done. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";
import { STEPS } from "./tasks.js";

/** @import {Step} from "./tasks.js" */

const PLACES = /** @type {Readonly<Record<Step, string>>} */ ({
  address: "/settings/workspace",
  contacts: "/contacts/import",
  journey: "/gallery",
  publish: "/journeys",
});

/** @param {{steps: ReadonlyMap<Step, boolean>, draft: string}} props `draft`: address of one that could be published, or "" */
export function FirstSteps({ steps, draft }) {
  const done = STEPS.filter((step) => steps.get(step)).length;
  const next = STEPS.find((step) => !steps.get(step));
  return html`<section className="home-part first-steps panel padded" aria-labelledby="home-first">
    <div className="row spread"><h2 id="home-first">${t("home.first")}</h2>
      <span className="quiet-text small">${t("home.firstDone", { n: done, all: STEPS.length })}</span></div>
    <progress value=${done} max=${STEPS.length} aria-label=${t("home.first")} />
    <ol>${STEPS.map((step) => h(Row, { key: step, step, isDone: steps.get(step) ?? false, isNext: step === next, to: (step === "publish" && draft) || PLACES[step] }))}</ol>
  </section>`;
}

/** @param {{step: Step, isDone: boolean, isNext: boolean, to: string}} props */
function Row({ step, isDone, isNext, to }) {
  return html`<li className=${isDone ? "done" : isNext ? "next" : ""}>
    ${h(Icon, { name: isDone ? "circle-check" : "circle", size: 22 })}
    <div><strong>${t(`home.steps.${step}`)}</strong>
      ${isDone ? html`<span className="visually-hidden">${t("home.done")}</span>` : html`<p className="quiet-text small">${t(`home.steps.${step}Text`)}</p>`}</div>
    ${
      !isDone &&
      h(
        Button,
        { kind: isNext ? "primary" : "quiet", small: true, onClick: () => go(to) },
        t(step === "publish" && to !== PLACES.publish ? "home.steps.publishDraft" : `home.steps.${step}Go`),
      )
    }
  </li>`;
}
