/** Where the file and this workspace have different things under one name: what shall happen to each. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { SelectField } from "../ui/Field.js";
import { Icon } from "../ui/Icon.js";
import { KIND_ICONS } from "./ItemList.js";
import { nameOf } from "./plan.js";

/** @import {Item} from "./plan.js" */

const WORDS = /** @type {const} */ ({
  rename: "importing.choices.rename",
  reuse: "importing.choices.reuse",
  update: "importing.choices.update",
});

/**
 * @param {{items: readonly Item[], choices: Record<string, string>,
 *   onChoose: (choices: Record<string, string>) => void}} props
 */
export function Clashes({ items, choices, onChoose }) {
  if (!items.length) return null;
  return html`<section className="import-part">
    <h3>${h(Icon, { name: "git-compare", size: 18 })} ${t("importing.clashes", { n: items.length })}</h3>
    <p className="quiet-text small">${t("importing.clashesText")}</p>
    <ul className="import-items">${items.map(
      (item) => html`<li key=${nameOf(item)} className="clash">
      ${h(Icon, { name: KIND_ICONS[item.kind], size: 18 })}
      <span className="item-name">${item.name} <span className="quiet-text small">${t(`importing.kinds.${item.kind}`)}</span></span>
      ${
        item.choices.length > 1
          ? h(SelectField, {
              label: t("importing.whatWith", { name: item.name }),
              hideLabel: true,
              value: choices[nameOf(item)] ?? item.choice,
              choices: item.choices.map((choice) => ({ value: choice, label: wordsFor(choice) })),
              onChange: (choice) => onChoose({ ...choices, [nameOf(item)]: choice }),
            })
          : html`<span className="small">${wordsFor(item.choice)}</span>`
      }
    </li>`,
    )}</ul>
  </section>`;
}

/** @param {string} choice @returns {string} */
const wordsFor = (choice) =>
  Object.hasOwn(WORDS, choice) ? t(WORDS[/** @type {keyof typeof WORDS} */ (choice)]) : choice;
