/** What is on paper when somebody prints the builder: the whole journey, not the part of it on the screen. */

import { useEffect } from "react";
import { useEditor } from "../builder/useEditor.js";
import { pagesOf } from "./pages.js";
import { svgText } from "./svg.js";
import { pictureIn, useIconPaths } from "./usePicture.js";

const NO_ICONS = new Map();

/** Shows nothing by itself; css/print.css hides everything else on paper. */
export function PrintSheet() {
  const editor = useEditor();
  const icons = useIconPaths();
  useEffect(() => {
    const sheet = document.createElement("div");
    sheet.className = "print-sheet";
    sheet.setAttribute("aria-hidden", "true");
    const draw = () => {
      if (!Object.keys(editor.flow.nodes).length) return;
      const picture = pictureIn(editor, icons ?? NO_ICONS);
      const pages = pagesOf(picture.box).map((part) => elementOf(svgText(picture, part)));
      sheet.replaceChildren(...pages);
      document.body.append(sheet);
    };
    const clear = () => sheet.remove();
    addEventListener("beforeprint", draw);
    addEventListener("afterprint", clear);
    return () => {
      removeEventListener("beforeprint", draw);
      removeEventListener("afterprint", clear);
      sheet.remove();
    };
  }, [editor, icons]);
  return null;
}

/** @param {string} svg our own text, in which every word of the document is escaped @returns {Node} */
const elementOf = (svg) =>
  document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
