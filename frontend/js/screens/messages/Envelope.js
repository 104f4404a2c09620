/** What a message is called, its subject, and who it comes from. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { TextField } from "../../ui/Field.js";
import { errorIn, Flaws, flawsOf } from "./Flaws.js";
import { WordsField } from "./WordsField.js";

/** @import {Problem} from "./content.js" */
/** @import {Writing} from "./useMessage.js" */

const LONGEST = 300;

/** @param {{writing: Writing, problems: readonly Problem[], sender: {from_name: string, from_address: string}, isReadOnly: boolean}} props */
export function Envelope({ writing, problems, sender, isReadOnly }) {
  const { draft, edit, faults } = writing;
  const flaws = (/** @type {string} */ part) => flawsOf([part], faults, problems);
  const warnings = (/** @type {string} */ part) => flaws(part).filter(({ level }) => level === "warning");
  const hasSender = Boolean(draft.from_name || draft.from_address || flaws("from_address").length);
  return html`<section className="panel padded form">
    <fieldset className="bare form" disabled=${isReadOnly}>
    ${h(TextField, { label: t("messages.name"), hint: t("messages.nameHint"), value: draft.name, maxLength: LONGEST, error: errorIn(flaws("name")), onChange: (name) => edit({ name }) })}
    ${h(WordsField, { label: t("messages.subject"), value: draft.subject, maxLength: LONGEST, error: errorIn(flaws("subject")), placeholder: t("messages.subjectPlaceholder"), onChange: (subject) => edit({ subject }) })}
    ${h(Flaws, { problems: warnings("subject") })}
    ${h(WordsField, { label: t("messages.preheader"), hint: t("messages.preheaderHint"), value: draft.preheader, maxLength: LONGEST, error: errorIn(flaws("preheader")), onChange: (preheader) => edit({ preheader }) })}
    ${h(Flaws, { problems: warnings("preheader") })}
    <details open=${hasSender || undefined}>
      <summary>${t("messages.sender")}</summary>
      <div className="two-fields">
        ${h(TextField, { label: t("messages.fromName"), value: draft.from_name, placeholder: sender.from_name || t("messages.asWorkspace"), error: errorIn(flaws("from_name")), onChange: (from_name) => edit({ from_name }) })}
        ${h(TextField, { label: t("messages.fromAddress"), type: "email", value: draft.from_address, placeholder: sender.from_address || t("messages.asWorkspace"), error: errorIn(flaws("from_address")), onChange: (from_address) => edit({ from_address }) })}
      </div>
      <p className="hint">${t("messages.senderHint")}</p>
    </details>
    </fieldset>
  </section>`;
}
