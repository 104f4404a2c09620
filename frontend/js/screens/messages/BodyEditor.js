/** The body of a message: in blocks, or its source. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { confirm } from "../../ui/Dialog.js";
import { SelectField } from "../../ui/Field.js";
import { BlockList } from "./BlockList.js";
import { CodeArea } from "./CodeArea.js";
import { startedOver } from "./content.js";
import { Flaws } from "./Flaws.js";
import { read } from "./letter.js";

/** @import {Mode, Problem} from "./content.js" */
/** @import {Writing} from "./useMessage.js" */

/** @param {{writing: Writing, problems: readonly Problem[], isReadOnly: boolean}} props */
export function BodyEditor({ writing, problems, isReadOnly }) {
  const { draft, edit, replace, generation } = writing;
  const isLetter = draft.mode === "blocks";
  const canBeLetter = draft.mode !== "html" && read(draft.mjml) !== null;
  const inBlocks = async () => {
    if (canBeLetter) return replace({ ...draft, mode: "blocks" });
    const { text, action } = { text: t("messages.code.overText"), action: t("messages.code.overAction") };
    if (await confirm({ title: t("messages.code.over"), text, action, isDanger: true }))
      replace(startedOver(draft));
  };
  return html`<section className="panel padded body-editor">
    <div className="row spread">
      <h2>${t("messages.body")}</h2>
      <div className="switch" role="group" aria-label=${t("messages.code.way")}>
        ${h(Button, { small: true, icon: "pencil", pressed: isLetter, disabled: isReadOnly && !isLetter && !canBeLetter, onClick: isLetter ? () => {} : inBlocks }, t("messages.code.blocks"))}
        ${h(Button, { small: true, icon: "code", pressed: !isLetter, onClick: () => isLetter && edit({ mode: "mjml" }) }, t("messages.code.source"))}
      </div>
    </div>
    ${h(Flaws, { problems })}
    ${
      isLetter
        ? h(BlockList, { key: generation, mjml: draft.mjml, isReadOnly, onChange: (mjml) => edit({ mjml }) })
        : h(Source, { writing, problems, isReadOnly, canBeLetter })
    }
  </section>`;
}

/** @param {{writing: Writing, problems: readonly Problem[], isReadOnly: boolean, canBeLetter: boolean}} props */
function Source({ writing, problems, isReadOnly, canBeLetter }) {
  const { draft, edit } = writing;
  const isHtml = draft.mode === "html";
  return html`<div className="stack">
    ${h(SelectField, {
      label: t("messages.code.kind"),
      value: draft.mode,
      disabled: isReadOnly,
      choices: [
        { value: "mjml", label: t("messages.code.mjml") },
        { value: "html", label: t("messages.code.html") },
      ],
      onChange: (mode) => edit({ mode: /** @type {Mode} */ (mode) }),
      hint: isHtml
        ? t("messages.code.htmlHint")
        : canBeLetter
          ? t("messages.code.mjmlHint")
          : t("messages.code.ownShape"),
    })}
    ${h(CodeArea, {
      label: isHtml ? t("messages.code.html") : t("messages.code.mjml"),
      value: isHtml ? draft.html : draft.mjml,
      problems,
      isReadOnly,
      onChange: (value) => edit(isHtml ? { html: value } : { mjml: value }),
    })}
  </div>`;
}
