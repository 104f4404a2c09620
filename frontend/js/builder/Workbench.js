/** The journey as it is drawn: the bar on top, the tray, the canvas or the outline, the settings of a step. */

import { useEffect } from "react";
import { Canvas } from "../canvas/Canvas.js";
import { openImport } from "../importing/asking.js";
import { h, html } from "../kit/h.js";
import { useTitle } from "../kit/hooks.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "../ui/Button.js";
import { fetchTheRest, later } from "../ui/later.js";
import { Banners } from "./Banners.js";
import { Inspector } from "./Inspector.js";
import { Sheets } from "./Sheets.js";
import { TopBar } from "./TopBar.js";
import { Tray } from "./Tray.js";
import { useDesk } from "./useDesk.js";
import { useEdit } from "./useEditor.js";
import { useKeys } from "./useKeys.js";
import { useNumbers } from "./useNumbers.js";

const PrintSheet = later(() => import("../picture/PrintSheet.js"), "PrintSheet");
const Outline = later(() => import("../outline/Outline.js"), "Outline");

/** @param {{reload: () => void}} props opens the journey anew */
export function Workbench({ reload }) {
  const desk = useDesk();
  const tray = useStore(desk.tray);
  useTitle(useEdit((state) => state.history.present.name) || t("builder.unnamed"));
  useKeys(desk);
  useEffect(fetchTheRest, []);
  useNumbers(desk);
  return html`<div className="builder">
    ${h(TopBar, { reload })}
    ${h(Banners, { reload })}
    <div className="builder-body">
      ${
        tray
          ? h(Tray, { tray })
          : h(Button, {
              small: true,
              icon: "plus",
              className: "tray-unfold",
              label: t("builder.showPalette"),
              onClick: () => desk.tray.set("palette"),
            })
      }
      ${h(View)}
      ${h(Inspector)}
    </div>
    ${h(Said)}
    ${h(PrintSheet)}
    ${h(Sheets)}
  </div>`;
}

function View() {
  const desk = useDesk();
  const view = useEdit((state) => state.view);
  const people = (/** @type {string} */ node) => desk.sheet.set({ kind: "people", node });
  useEffect(() => {
    if (view === "outline") desk.editor.put({ edge: null });
  }, [desk, view]);
  return html`<section className="builder-stage" aria-label=${t(`builder.view.${view}`)}>
    ${
      view === "canvas"
        ? h(Canvas, { onShowPeople: people, onPasteFlow: openImport })
        : h(Outline, { onPeople: people })
    }
  </section>`;
}

/** What was just done, for a screen reader. */
function Said() {
  const said = useEdit((state) => state.said);
  return html`<p className="visually-hidden" role="status" aria-live="polite"><span key=${said.n}>${said.text}</span></p>`;
}
