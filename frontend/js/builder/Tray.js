/** The column beside the canvas: what one can add, what is wrong, or a test with one person. On a phone a sheet. */

import { useEffect, useId, useRef } from "react";
import { Palette } from "../canvas/Palette.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { later } from "../ui/later.js";
import { useDesk } from "./useDesk.js";

/** @import {ReactNode} from "react" */
/** @import {Tray as Name} from "./desk.js" */

const Problems = later(() => import("./Problems.js"), "Problems");
const Trial = later(() => import("./Trial.js"), "Trial");

/** @param {{tray: NonNullable<Name>}} props */
export function Tray({ tray }) {
  if (tray === "palette") return h(PaletteTray);
  const isTrial = tray === "trial";
  return h(
    TrayBox,
    { key: tray, title: t(isTrial ? "builder.trial.title" : "builder.problems.title") },
    h(isTrial ? Trial : Problems),
  );
}

function PaletteTray() {
  const desk = useDesk();
  if (desk.editor.isReadOnly) return null;
  return html`<aside className="builder-tray palette-tray" aria-label=${t("builder.palette")}>
    <div className="palette-holder"><h2 className="visually-hidden">${t("builder.palette")}</h2>${h(Palette)}</div>
    ${h(Button, { small: true, kind: "plain", icon: "chevron-left", className: "tray-fold", label: t("builder.foldPalette"), onClick: () => desk.tray.set(null) })}
  </aside>`;
}

/** @param {{title: string, children?: ReactNode}} props */
export function TrayBox({ title, children }) {
  const desk = useDesk();
  const id = useId();
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const head = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => {
    const back = document.activeElement;
    head.current?.focus();
    return () => {
      const isLost = document.activeElement === document.body || box.current?.contains(document.activeElement);
      if (isLost && back instanceof HTMLElement) back.focus();
    };
  }, []);
  return html`<aside ref=${box} className="builder-tray" aria-labelledby=${id}>
    <header className="tray-head"><h2 id=${id} ref=${head} tabIndex=${-1}>${title}</h2>
      ${h(Button, { small: true, kind: "plain", icon: "x", label: t("ui.close"), onClick: () => desk.tray.set("palette") })}
    </header>
    <div className="tray-body">${children}</div>
  </aside>`;
}
