/** The column at the other side: the settings of what is chosen, or of the journey itself. On a phone a sheet. */

import { useEffect } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { later } from "../ui/later.js";
// Hears from the beginning whether somebody works by keys; the panel itself comes later.
import "../panel/focus.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "../ui/Button.js";
import { useDesk } from "./useDesk.js";
import { useEdit } from "./useEditor.js";

const Panel = later(() => import("../panel/Panel.js"), "Panel");

export function Inspector() {
  const { isAbout } = useDesk();
  const hasChosen = useEdit((state) => state.panel !== null || state.edge !== null || state.chosen.size > 0);
  const isOpen = useStore(isAbout);
  useEffect(() => {
    if (hasChosen) isAbout.set(false);
  }, [hasChosen, isAbout]);
  if (!hasChosen && !isOpen) return null;
  return html`<aside className="builder-panel" aria-label=${t("builder.settings")}>
    ${h(Panel)}
    ${
      !hasChosen &&
      h(Button, {
        kind: "plain",
        small: true,
        icon: "x",
        className: "panel-close",
        label: t("ui.close"),
        onClick: () => isAbout.set(false),
      })
    }
  </aside>`;
}
