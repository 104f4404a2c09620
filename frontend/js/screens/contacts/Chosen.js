/** What can be done with several chosen contacts at once. */

import { useState } from "react";
import { change } from "../../api/http.js";
import { Chips } from "../../forms/Chips.js";
import { findTags, forgetLists } from "../../forms/lookups.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { confirm, Dialog } from "../../ui/Dialog.js";
import { Field } from "../../ui/Field.js";
import { sayError, toast } from "../../ui/Toast.js";
import { inTurn } from "./inTurn.js";

/** @import {Contact} from "./fetching.js" */

/** @param {{people: readonly Contact[], onClear: () => void, onDone: () => void}} props */
export function Chosen({ people, onClear, onDone }) {
  const [done, setDone] = useState(/** @type {number | null} */ (null));
  const [asked, ask] = useState(/** @type {"add" | "remove" | null} */ (null));
  const n = people.length;

  /** @param {(id: number) => Promise<unknown>} act @param {string} said */
  const run = async (act, said) => {
    setDone(0);
    const { failed, error } = await inTurn(people, ({ id }) => act(id), setDone);
    setDone(null);
    if (failed) sayError(error);
    else toast({ text: said, tone: "good" });
    onDone();
  };
  const tag = async (/** @type {readonly string[]} */ tags) => {
    const isAdding = asked === "add";
    ask(null);
    forgetLists();
    const act = async (/** @type {number} */ id) => {
      for (const name of tags)
        await change(isAdding ? "PUT" : "DELETE", `/contacts/${id}/tags/${encodeURIComponent(name)}`);
    };
    await run(act, t(isAdding ? "contacts.tagged" : "contacts.untagged", { n, tags: tags.join(", ") }));
  };
  const erase = async () => {
    const question = {
      title: t("contacts.eraseMany", { n }),
      text: t("contacts.eraseText"),
      action: t("contacts.eraseAction", { n }),
      isDanger: true,
    };
    if (await confirm(question))
      await run((id) => change("DELETE", `/contacts/${id}`), t("contacts.erasedMany", { n }));
  };
  if (done !== null)
    return html`<div className="chosen-bar" role="status"><progress max=${n} value=${done} aria-label=${t("contacts.working", { done, n })} />
      <span>${t("contacts.working", { done, n })}</span></div>`;
  return html`<div className="chosen-bar" role="region" aria-label=${t("contacts.chosen", { n })}>
    <strong>${t("contacts.chosen", { n })}</strong>
    ${h(Button, { small: true, icon: "tag", onClick: () => ask("add") }, t("contacts.addTags"))}
    ${h(Button, { small: true, icon: "x", onClick: () => ask("remove") }, t("contacts.removeTags"))}
    ${h(Button, { small: true, icon: "trash-2", onClick: erase }, t("contacts.erase"))}
    <span className="grow" />
    ${h(Button, { small: true, kind: "plain", onClick: onClear }, t("contacts.clear"))}
    ${asked && h(TagDialog, { key: asked, isAdding: asked === "add", n, onClose: () => ask(null), onDone: tag })}
  </div>`;
}

/** @param {{isAdding: boolean, n: number, onClose: () => void, onDone: (tags: readonly string[]) => void}} props */
function TagDialog({ isAdding, n, onClose, onDone }) {
  const [tags, setTags] = useState(/** @type {readonly string[]} */ ([]));
  return h(Dialog, {
    title: t(isAdding ? "contacts.addTagsTo" : "contacts.removeTagsFrom", { n }),
    size: "small",
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", disabled: !tags.length, onClick: () => onDone(tags) }, t(isAdding ? "contacts.addTags" : "contacts.removeTags"))}`,
    children: h(TagsField, { tags, onChange: setTags }),
  });
}

/** @param {{tags: readonly string[], onChange: (tags: readonly string[]) => void, error?: string | undefined, hint?: string}} props */
export function TagsField({ tags, onChange, error, hint }) {
  return h(Field, {
    label: t("contacts.columns.tags"),
    error,
    hint,
    control: (ties) =>
      h(Chips, {
        ties,
        values: tags,
        find: findTags,
        addLabel: "forms.addTag",
        placeholder: t("forms.tags.choose"),
        nothing: t("forms.tags.nothing"),
        onChange: (values) => onChange(values.map(String)),
      }),
  });
}
