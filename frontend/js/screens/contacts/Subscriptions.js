/** What a person said to each topic, and the proof. */

import { useState } from "react";
import { change, get, withQuery } from "../../api/http.js";
import { useSaving } from "../../forms/useSaving.js";
import { date, dateTime } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { usePages } from "../../kit/usePages.js";
import { useMay } from "../../shell/may.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { confirm, Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { More } from "../../ui/More.js";
import { shown } from "../../ui/States.js";
import { sayError } from "../../ui/Toast.js";

/** @typedef {{topic: string, name: string, state: "subscribed" | "unsubscribed" | null, at: string | null}} Subscription */
/** @typedef {{topic: string, state: "subscribed" | "unsubscribed", source: string, wording: string, at: string}} Proof */

/** @param {{id: number, onChanged: () => void}} props */
export function Subscriptions({ id, onChanged }) {
  const mayWrite = useMay("contacts:write");
  const path = `/contacts/${id}/subscriptions`;
  const list = useLoad((signal) => get(path, signal), [path]);
  const [asked, ask] = useState(/** @type {Subscription | null} */ (null));
  const [isProving, setProving] = useState(false);
  const unsubscribe = async (/** @type {Subscription} */ { topic, name }) => {
    const question = {
      title: t("contacts.topics.stop", { name }),
      text: t("contacts.topics.stopText"),
      action: t("contacts.topics.unsubscribe"),
    };
    if (!(await confirm(question))) return;
    try {
      list.put(await change("DELETE", `${path}/${topic}`));
      onChanged();
    } catch (error) {
      sayError(error);
    }
  };
  return html`<section className="panel padded stack">
    <div className="row spread"><h2>${t("contacts.topics.title")}</h2>
      ${h(Button, { small: true, kind: "plain", onClick: () => setProving(true) }, t("contacts.topics.proofs"))}</div>
    ${shown(list, ({ items }) =>
      items.length
        ? html`<ul className="subscriptions">${items.map(
            (/** @type {Subscription} */ item) => html`<li key=${item.topic}>
            <div><strong>${item.name}</strong> ${h(StateBadge, { state: item.state })}
              ${item.at && html`<p className="hint">${date(item.at)}</p>`}</div>
            ${mayWrite && (item.state === "subscribed" ? h(Button, { small: true, onClick: () => unsubscribe(item) }, t("contacts.topics.unsubscribe")) : h(Button, { small: true, onClick: () => ask(item) }, t("contacts.topics.subscribe")))}
          </li>`,
          )}</ul>`
        : html`<p className="hint">${t("contacts.topics.none")}</p>`,
    )}
    ${
      asked &&
      h(Subscribe, {
        topic: asked,
        path,
        onClose: () => ask(null),
        onDone: (items) => {
          list.put(items);
          onChanged();
        },
      })
    }
    ${isProving && h(Proofs, { id, onClose: () => setProving(false) })}
  </section>`;
}

/** @param {{state: Subscription["state"]}} props */
function StateBadge({ state }) {
  if (!state) return h(Badge, { children: t("contacts.topics.states.nothing") });
  return h(Badge, {
    tone: state === "subscribed" ? "good" : "warn",
    children: t(`contacts.topics.states.${state}`),
  });
}

/** @param {{topic: Subscription, path: string, onClose: () => void, onDone: (items: any) => void}} props */
function Subscribe({ topic, path, onClose, onDone }) {
  const [source, setSource] = useState("");
  const [wording, setWording] = useState("");
  const { isSaving, errorAt, submit } = useSaving(async () => {
    onDone(await change("PUT", `${path}/${topic.topic}`, { source, wording }));
    onClose();
  });
  return h(Dialog, {
    title: t("contacts.topics.subscribeTo", { name: topic.name }),
    size: "small",
    onClose,
    actions: html`${h(Button, { onClick: onClose }, t("ui.cancel"))}
      ${h(Button, { kind: "primary", type: "submit", form: "subscribe", busy: isSaving, disabled: !source.trim() || !wording.trim() }, t("contacts.topics.subscribe"))}`,
    children: html`<form noValidate id="subscribe" className="form" onSubmit=${submit}>
      <p>${t(topic.state === "unsubscribed" ? "contacts.topics.saidNo" : "contacts.consentHint")}</p>
      ${h(TextField, { label: t("contacts.source"), hint: t("contacts.sourceHint"), value: source, error: errorAt("/source"), autoFocus: true, onChange: setSource })}
      ${h(TextField, { label: t("contacts.wording"), hint: t("contacts.wordingHint"), rows: 2, value: wording, error: errorAt("/wording"), onChange: setWording })}
    </form>`,
  });
}

/** @param {{id: number, onClose: () => void}} props */
function Proofs({ id, onClose }) {
  const list = usePages(
    (cursor, signal) => get(withQuery(`/contacts/${id}/consent-records`, { cursor }), signal),
    [id],
  );
  return h(Dialog, {
    title: t("contacts.topics.proofsTitle"),
    size: "large",
    onClose,
    children: shown(list, (/** @type {Proof[]} */ proofs) =>
      proofs.length
        ? html`<div className="table-holder"><table>
          <thead><tr><th>${t("contacts.topic")}</th><th>${t("contacts.topics.said")}</th><th>${t("contacts.source")}</th><th>${t("contacts.wording")}</th><th>${t("contacts.topics.when")}</th></tr></thead>
          <tbody>${proofs.map((proof, n) => html`<tr key=${n}><td>${proof.topic}</td><td>${h(StateBadge, { state: proof.state })}</td><td>${proof.source}</td><td>${proof.wording}</td><td className="when">${dateTime(proof.at)}</td></tr>`)}</tbody>
        </table></div>${h(More, { list })}`
        : html`<p className="quiet-text">${t("contacts.topics.noProofs")}</p>`,
    ),
  });
}
