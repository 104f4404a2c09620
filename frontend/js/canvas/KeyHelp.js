/** The list of keys. */

import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Dialog } from "../ui/Dialog.js";
import { partsOf } from "./keyNames.js";
import { told } from "./keys.js";

const GROUPS = /** @type {const} */ (["move", "change", "look"]);

/** @param {{onClose: () => void}} props */
export function KeyHelp({ onClose }) {
  return h(Dialog, {
    isText: true,
    title: t("canvas.help.title"),
    size: "large",
    onClose,
    children: html`<div className="key-help">
      ${GROUPS.map(
        (group) => html`<section key=${group}><h3>${t(`canvas.help.${group}`)}</h3>
        <dl>${told(group).map(
          ({ words, combos }) => html`<div key=${words}><dt>${words}</dt>
            <dd>${combos.slice(0, 4).map((combo) => html`<span key=${combo} className="keys">${partsOf(combo).map((key) => html`<kbd key=${key}>${key}</kbd>`)}</span>`)}</dd></div>`,
        )}</dl></section>`,
      )}
      <section><h3>${t("canvas.help.mouse")}</h3>
        <ul>${(/** @type {const} */ (["wheel", "pinch", "ground", "box", "port", "place", "along"])).map((name) => html`<li key=${name}>${t(`canvas.help.by.${name}`)}</li>`)}</ul>
      </section>
    </div>`,
  });
}
