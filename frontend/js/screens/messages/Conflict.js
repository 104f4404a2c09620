/** Somebody saved the message in between: three ways on, and nothing is lost in any of them. */

import { ago } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { plainly } from "./content.js";

/** @import {Saved} from "./content.js" */
/** @import {Writing} from "./useMessage.js" */

/** @param {{writing: Writing, theirs: Saved}} props */
export function Conflict({ writing, theirs }) {
  const { keepMine, keepAsCopy, takeTheirs, wait } = writing;
  return h(Dialog, {
    title: t("messages.conflict.title"),
    onClose: wait,
    actions: html`${h(Button, { onClick: wait }, t("messages.conflict.wait"))}`,
    children: html`
      <p>${t("messages.conflict.text", { name: theirs.name, when: ago(theirs.updated_at), subject: plainly(theirs.content.subject) })}</p>
      <ul className="choices">
        <li>${h(Button, { kind: "primary", onClick: keepMine }, t("messages.conflict.mine"))}<p className="hint">${t("messages.conflict.mineHint", { n: theirs.version })}</p></li>
        <li>${h(Button, { onClick: keepAsCopy }, t("messages.conflict.copy"))}<p className="hint">${t("messages.conflict.copyHint")}</p></li>
        <li>${h(Button, { onClick: takeTheirs }, t("messages.conflict.theirs"))}<p className="hint">${t("messages.conflict.theirsHint")}</p></li>
      </ul>`,
  });
}
