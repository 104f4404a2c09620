/** It is live: what to do next. */

import { number } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { Icon } from "../ui/Icon.js";
import { useDesk } from "./useDesk.js";

/** @param {{done: {number: number, entered: number}, onClose: () => void}} props */
export function Published({ done, onClose }) {
  const desk = useDesk();
  const live = useStore(desk.live);
  const isPaused = useStore(desk.journey).state === "paused";
  const hasDoor = Object.values(live?.flow.nodes ?? {}).some((node) => node.type === "manual_entry");
  const watch = () => {
    onClose();
    desk.editor.put({ view: "canvas", panel: null });
    if (desk.tray.get() === "trial") desk.tray.set("palette");
    desk.hasNumbers.set(true);
  };
  return h(Dialog, {
    title: t("builder.published.title"),
    onClose,
    children: html`<div className="published" role="status">
      <span className="published-mark">${h(Icon, { name: "check", size: 32 })}</span>
      <p><strong>${t(isPaused ? "builder.published.paused" : "builder.published.live", { version: done.number })}</strong></p>
      <p className="quiet-text">${done.entered ? t("builder.published.entered", { n: done.entered, count: number(done.entered) }) : t("builder.published.nobody")}</p>
    </div>`,
    actions: html`${h(Button, { kind: "plain", onClick: onClose }, t("ui.close"))}
      ${hasDoor && h(Button, { icon: "user-plus", onClick: () => desk.sheet.set({ kind: "add" }) }, t("builder.add.menu"))}
      ${h(Button, { kind: "primary", icon: "chart-column", onClick: watch }, t("builder.published.watch"))}`,
  });
}
