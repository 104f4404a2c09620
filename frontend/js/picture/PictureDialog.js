/** The journey as a picture to take along: for a slide, for a colleague, for the wall. */

import { useMemo } from "react";
import { useEditor } from "../builder/useEditor.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { slugOf } from "../model/document.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { Loading } from "../ui/States.js";
import { sayError } from "../ui/Toast.js";
import { dataOf, pngOf, saveAs } from "./png.js";
import { svgText } from "./svg.js";
import { usePicture } from "./usePicture.js";

/** @param {{onClose: () => void}} props */
export function PictureDialog({ onClose }) {
  const { flow, slug } = useEditor();
  const picture = usePicture();
  const svg = useMemo(() => picture && svgText(picture), [picture]);
  const isEmpty = !Object.keys(flow.nodes).length;
  const name = slugOf(flow.name || slug, new Set());
  const savePng = () => picture && pngOf(picture).then((blob) => saveAs(blob, `${name}.png`), sayError);
  const saveSvg = () => svg && saveAs(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
  const print = () => {
    onClose();
    // The dialog has to be gone first, or it would be on the paper too.
    setTimeout(() => window.print());
  };
  const cannot = isEmpty || !svg;
  return h(Dialog, {
    title: t("picture.title"),
    size: "large",
    onClose,
    children: isEmpty
      ? html`<p>${t("picture.empty")}</p>`
      : svg
        ? html`<div className="picture-frame" tabIndex="0" role="region" aria-label=${t("picture.preview")}>
            <img src=${dataOf(svg)} alt=${t("picture.alt", { name: flow.name || slug })} /></div>
          <p className="hint">${t("picture.hint")}</p>`
        : h(Loading),
    actions: html`${h(Button, { icon: "printer", disabled: isEmpty, onClick: print }, t("picture.print"))}
      ${h(Button, { icon: "download", disabled: cannot, onClick: saveSvg }, t("picture.svg"))}
      ${h(Button, { kind: "primary", icon: "image", disabled: cannot, onClick: savePng }, t("picture.png"))}`,
  });
}
