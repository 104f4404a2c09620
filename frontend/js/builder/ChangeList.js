/** What differs, as a list to be read. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";
import { isNothing, untold } from "./changes.js";
import { sayValue } from "./values.js";

/** @import {StepChange, Told} from "./changes.js" */

const ICONS = /** @type {const} */ ({ added: "plus", removed: "minus", changed: "pencil" });
const ABOUT = /** @type {const} */ (["name", "description", "notes", "parameters", "resources", "tests"]);

/** @param {{changes: Told, onShow?: (key: string) => void}} props `onShow`: a step can be chosen */
export function ChangeList({ changes, onShow }) {
  if (isNothing(changes)) return html`<p className="quiet-text">${t("builder.changes.none")}</p>`;
  return html`<div className="stack">
    ${
      changes.steps.length > 0 &&
      html`<ul className="change-list">${changes.steps.map((change) => h(Step, { key: change.key, change, ...(onShow && { onShow }) }))}</ul>`
    }
    ${h(About, { changes })}
    ${
      changes.ways.length > 0 &&
      html`<details className="ways"><summary>${t("builder.changes.ways", { n: changes.ways.length })}</summary>
        <ul className="change-list">${changes.ways.map(
          ({ tone, sentence }) => html`<li key=${tone + sentence} className=${tone}>
          ${h(Mark, { tone })}<p>${sentence}</p></li>`,
        )}</ul></details>`
    }
  </div>`;
}

/** @param {{changes: Told}} props */
function About({ changes }) {
  const about = changes.about.flatMap((change) =>
    ABOUT.filter((name) => name === change.field).map((name) => ({ ...change, name })),
  );
  if (!about.length) return null;
  const isSaid = (/** @type {string} */ name) => name === "name" || name === "description";
  return html`<ul className="change-list">${about.map(
    ({ name, before, after }) => html`<li key=${name} className="changed">
    ${h(Mark, { tone: "changed" })}
    <p>${t(`builder.changes.${name}`)}${isSaid(name) && html`: <del>${before ? sayValue(before) : ""}</del> <span>${sayValue(after)}</span>`}</p></li>`,
  )}</ul>`;
}

/** @param {{change: StepChange, onShow?: (key: string) => void}} props */
function Step({ change, onShow }) {
  const { tone, key, before, after } = change;
  const isReworded = tone === "changed" && before !== after;
  const words = html`<span>${isReworded && html`<del>${before}</del> `}${tone === "removed" ? html`<del>${before}</del>` : html`<span>${after ?? before}</span>`}</span>`;
  return html`<li className=${tone}>
    ${h(Mark, { tone })}
    <div>
      ${onShow ? html`<button type="button" className="plain change-words" onClick=${() => onShow(key)}>${words}</button>` : html`<p className="change-words">${words}</p>`}
      ${untold(change).map(
        (setting) =>
          html`<p key=${setting.label} className="small quiet-text">${t("builder.changes.setting", {
            label: setting.label,
            before: sayValue(setting.before),
            after: sayValue(setting.after),
          })}</p>`,
      )}
    </div>
  </li>`;
}

/** @param {{tone: keyof typeof ICONS}} props */
function Mark({ tone }) {
  return html`<span className="change-mark">${h(Icon, { name: ICONS[tone], size: 14 })}
    <span className="visually-hidden">${t(`builder.changes.${tone}`)}</span></span>`;
}
