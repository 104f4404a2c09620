/** Adding people by hand, where the live version has a start for that. */

import { useState } from "react";
import { change } from "../api/http.js";
import { ContactPicker } from "../forms/ContactPicker.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { toast } from "../ui/Toast.js";
import { DataRows } from "./DataRows.js";
import { at } from "./far.js";
import { useDesk } from "./useDesk.js";
import { dataOf } from "./walked.js";

/** @import {Contact} from "../forms/lookups.js" */
/** @import {Pair} from "./walked.js" */

/** @typedef {{entered: number, skipped: number, rows: {index: number, result: "entered" | "skipped", reason: string | null}[]}} Outcome */

/** @param {{onClose: () => void}} props */
export function AddDialog({ onClose }) {
  const desk = useDesk();
  const [people, setPeople] = useState(/** @type {readonly Contact[]} */ ([]));
  const [pairs, setPairs] = useState(/** @type {readonly Pair[]} */ ([]));
  const [wrong, setWrong] = useState(/** @type {readonly string[]} */ ([]));
  const [isBusy, setBusy] = useState(false);
  const add = (/** @type {Contact | null} */ contact) =>
    contact && !people.some((one) => one.id === contact.id) && setPeople([...people, contact]);
  const start = async () => {
    setBusy(true);
    setWrong([]);
    const data = dataOf(pairs);
    try {
      /** @type {Outcome} */
      const done = await change("POST", at(desk.slug, "/enrollments"), {
        contacts: people.map(({ id }) => ({ contact_id: id })),
        ...(Object.keys(data).length && { data }),
      });
      if (done.entered) {
        toast({ text: t("builder.add.done", { n: done.entered }), tone: "good" });
        desk.hasNumbers.set(true);
      }
      if (!done.skipped) return onClose();
      const refused = done.rows.filter((row) => row.result === "skipped");
      setWrong(refused.map((row) => `${nameOf(people[row.index])}: ${row.reason}`));
      setPeople(people.filter((_, n) => refused.some((row) => row.index === n)));
    } catch (error) {
      setWrong([/** @type {Error} */ (error).message]);
    }
    setBusy(false);
  };
  return h(Dialog, {
    title: t("builder.add.title"),
    onClose,
    children: html`<p className="quiet-text">${t("builder.add.text")}</p>
      <div className="form">
        ${h(ContactPicker, { label: t("builder.add.person"), value: null, onChange: add })}
        ${
          people.length > 0 &&
          html`<ul className="chosen-people" aria-label=${t("builder.add.chosen")}>${people.map(
            (one) => html`<li key=${one.id}><span>${nameOf(one)}</span>
          ${h(Button, { small: true, kind: "plain", icon: "x", label: t("builder.add.remove", { name: nameOf(one) }), onClick: () => setPeople(people.filter((other) => other !== one)) })}</li>`,
          )}</ul>`
        }
        <details className="trial-data"><summary>${t("builder.trial.data")}</summary>${h(DataRows, { pairs, onChange: setPairs, hint: t("builder.add.dataHint") })}</details>
        ${wrong.length > 0 && html`<ul className="notice" role="alert">${wrong.map((text) => html`<li key=${text}>${text}</li>`)}</ul>`}
      </div>`,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", icon: "user-plus", busy: isBusy, disabled: !people.length, onClick: start }, t("builder.add.now", { n: people.length }))}`,
  });
}

/** @param {Contact | undefined} contact */
const nameOf = (contact) =>
  [contact?.first_name, contact?.last_name].filter(Boolean).join(" ") ||
  contact?.email ||
  contact?.external_id ||
  "";
