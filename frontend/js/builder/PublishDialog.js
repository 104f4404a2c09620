/** Publishing: who will enter, what changes, who stays; then it is live. */

import { useState } from "react";
import { get } from "../api/http.js";
import { h, html } from "../kit/h.js";
import { useLoad } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { useMay } from "../shell/may.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { shown } from "../ui/States.js";
import { at } from "./far.js";
import { Obstacles } from "./Obstacles.js";
import { Published } from "./Published.js";
import { PublishPlan } from "./PublishPlan.js";
import { publish } from "./publishing.js";
import { useDesk } from "./useDesk.js";

/** @import {Preview} from "./publishing.js" */

/** @param {{onClose: () => void}} props */
export function PublishDialog({ onClose }) {
  const desk = useDesk();
  const { state } = useStore(desk.journey);
  const mayPublish = useMay("journeys:publish");
  const [isCurrent, setCurrent] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [done, setDone] = useState(/** @type {{number: number, entered: number} | null} */ (null));
  const preview = useLoad(
    async (signal) => {
      if (!(await desk.saver.flush())) throw new Error(t("builder.saveFirst"));
      return /** @type {Promise<Preview>} */ (get(at(desk.slug, "/publish-preview"), signal));
    },
    [desk],
  );
  if (done) return h(Published, { done, onClose });
  const plan = preview.data;
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      setDone(await publish(desk, isCurrent));
    } catch (problem) {
      setError(/** @type {Error} */ (problem));
      preview.reload();
    }
    setBusy(false);
  };
  const isReady = plan?.can_publish && mayPublish;
  const next = (plan?.version ?? 0) + 1;
  return h(Dialog, {
    title:
      plan?.can_publish && !plan.is_first
        ? t("builder.publish.titleNext", { version: next })
        : t("builder.publish.title"),
    onClose,
    children: shown(
      preview,
      (found) => html`<div className="stack wide">
        ${error && html`<p className="notice" role="alert">${error.message}</p>`}
        ${
          found.can_publish
            ? h(PublishPlan, {
                plan: found,
                isCurrent,
                onCurrent: setCurrent,
                isPaused: state === "paused",
                mayPublish,
                onClose,
              })
            : h(Obstacles, { plan: found, onClose })
        }
      </div>`,
    ),
    actions: html`${h(Button, { onClick: onClose }, t(isReady ? "ui.cancel" : "ui.close"))}
      ${isReady && h(Button, { kind: "primary", icon: "rocket", busy: isBusy, onClick: start }, t("builder.publish.now"))}`,
  });
}
