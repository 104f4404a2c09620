/** The plain text part: made by itself, unless somebody writes it. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { errorIn, Flaws, flawsOf } from "./Flaws.js";
import { WordsField } from "./WordsField.js";

/** @import {Problem} from "./content.js" */
/** @import {Writing} from "./useMessage.js" */

/** @param {{writing: Writing, problems: readonly Problem[], suggested: string, isReadOnly: boolean}} props */
export function PlainText({ writing, problems, suggested, isReadOnly }) {
  const { draft, edit, faults } = writing;
  const flaws = flawsOf(["text"], faults, problems);
  return html`<section className="panel padded form">
    <div className="row spread">
      <h2>${t("messages.plain.title")}</h2>
      ${!isReadOnly && (draft.text ? h(Button, { small: true, onClick: () => edit({ text: "" }) }, t("messages.plain.automatic")) : h(Button, { small: true, icon: "pencil", onClick: () => edit({ text: suggested || " " }) }, t("messages.plain.write")))}
    </div>
    <p className="hint">${t(draft.text ? "messages.plain.written" : "messages.plain.made")}</p>
    ${
      draft.text &&
      html`<fieldset className="bare" disabled=${isReadOnly}>${h(WordsField, { label: t("messages.plain.title"), hideLabel: true, rows: 8, value: draft.text, error: errorIn(flaws), onChange: (text) => edit({ text }) })}</fieldset>
      ${h(Flaws, { problems: flaws.filter(({ level }) => level === "warning") })}`
    }
  </section>`;
}
