/** Messages of which nobody knows whether they arrived: a person decides. */

import { useState } from "react";
import { change, get } from "../../api/http.js";
import { dateTime } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Failure, Loading } from "../../ui/States.js";
import { sayError } from "../../ui/Toast.js";

/** @typedef {{id: number, message: string, address: string | null, created_at: string}} Doubt */

/** @param {{onClose: () => void}} props */
export function Doubts({ onClose }) {
  const doubts = useLoad(
    async (signal) => /** @type {Doubt[]} */ ((await get("/deliveries?state=in_doubt&limit=100", signal)).items),
    [],
  );
  return h(Dialog, {
    title: t("home.doubts.title"),
    onClose,
    children: html`<p>${t("home.doubts.about")}</p>
      ${doubts.error && h(Failure, { error: doubts.error, onRetry: doubts.reload })}
      ${
        doubts.data
          ? html`<ul className="doubts">${doubts.data.map((doubt) => h(Row, { key: doubt.id, doubt, onDone: doubts.reload }))}</ul>
          ${!doubts.data.length && html`<p role="status">${t("home.doubts.none")}</p>`}`
          : !doubts.error && h(Loading)
      }`,
    actions: h(Button, { onClick: onClose }, t("ui.done")),
  });
}

/** @param {{doubt: Doubt, onDone: () => void}} props */
function Row({ doubt, onDone }) {
  const [isBusy, setBusy] = useState(false);
  const decide = (/** @type {"sent" | "resend"} */ decision) => async () => {
    setBusy(true);
    try {
      await change("PUT", `/deliveries/${doubt.id}/decision`, { decision });
      onDone();
    } catch (error) {
      setBusy(false);
      sayError(error);
    }
  };
  return html`<li><p><strong>${doubt.address ?? t("home.doubts.nobody")}</strong>
      <span className="quiet-text small">${doubt.message} · ${dateTime(doubt.created_at)}</span></p>
    <span className="row">${h(Button, { small: true, disabled: isBusy, onClick: decide("sent") }, t("home.doubts.sent"))}
      ${h(Button, { small: true, disabled: isBusy, onClick: decide("resend") }, t("home.doubts.resend"))}</span></li>`;
}
