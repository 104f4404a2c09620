/** Choosing how a new segment begins: from something ready-made, from nothing, or as a list kept by hand. */

import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { Icon } from "../../ui/Icon.js";
import { shown } from "../../ui/States.js";
import { startsFor } from "./readyMade.js";
import { vocabulary } from "./vocabulary.js";

/** @import {Vocabulary} from "./readyMade.js" */
/** @typedef {{name: string, kind: "dynamic" | "fixed", condition: Record<string, any>}} Beginning */

/** @param {{onChoose: (beginning: Beginning) => void, isListWanted?: boolean}} props */
export function Starts({ onChoose, isListWanted = true }) {
  const known = useLoad(vocabulary, []);
  const card = (
    /** @type {string} */ icon,
    /** @type {string} */ name,
    /** @type {string} */ text,
    /** @type {Beginning} */ beginning,
  ) =>
    html`<li key=${name}><button type="button" className="start" onClick=${() => onChoose(beginning)}>
      <span className="start-icon">${h(Icon, { name: icon })}</span><span><strong>${name}</strong><small>${text}</small></span></button></li>`;
  return shown(
    known,
    (/** @type {Vocabulary} */ found) => html`<ul className="starts">
      ${card("filter", t("segments.blank"), t("segments.blankText"), { name: "", kind: "dynamic", condition: {} })}
      ${startsFor(found).map((start) => {
        const name = t(start.name, start.values);
        return card(start.icon, name, t(start.text, start.values), {
          name,
          kind: "dynamic",
          condition: start.condition,
        });
      })}
      ${isListWanted && card("list", t("segments.byHand"), t("segments.byHandText"), { name: "", kind: "fixed", condition: {} })}
    </ul>`,
  );
}
