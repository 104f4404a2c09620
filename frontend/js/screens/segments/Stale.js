/** Somebody saved the segment in between: their words or mine. Nothing is lost before one of them is chosen. */

import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";

/** @param {{onClose: () => void, onMine: () => void, onTheirs: () => void, isSaving: boolean}} props */
export function Stale({ onClose, onMine, onTheirs, isSaving }) {
  return h(Dialog, {
    title: t("segments.stale"),
    size: "small",
    onClose,
    children: html`<p>${t("segments.staleText")}</p>`,
    actions: html`${h(Button, { onClick: onClose }, t("segments.goOn"))}
      ${h(Button, { onClick: onTheirs }, t("segments.theirs"))}
      ${h(Button, { kind: "primary", busy: isSaving, onClick: onMine }, t("segments.mine"))}`,
  });
}
