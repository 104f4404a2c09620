/** The whole page takes flow files: one that is dropped anywhere opens the import dialog. */

import { useEffect, useState } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Icon } from "../ui/Icon.js";
import { toast } from "../ui/Toast.js";
import { openFile } from "./asking.js";

export function DropZone() {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (/** @type {DragEvent} */ event) => {
      // A part of the page that takes files itself has said so already.
      if (event.defaultPrevented || !holdsFiles(event)) return setOver(false);
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = mayBeFlow(event) ? "copy" : "none";
      setOver(mayBeFlow(event));
    };
    const leave = (/** @type {DragEvent} */ event) => event.relatedTarget === null && setOver(false);
    const drop = (/** @type {DragEvent} */ event) => {
      setOver(false);
      if (event.defaultPrevented || !holdsFiles(event)) return;
      // Otherwise the browser would leave the page for the file.
      event.preventDefault();
      const [file, ...others] = event.dataTransfer?.files ?? [];
      if (!file) return;
      if (others.length) toast({ text: t("importing.oneFile") });
      else if (file.name.toLowerCase().endsWith(".json")) openFile(file);
      else toast({ text: t("importing.wrongFile", { name: file.name }), tone: "bad" });
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  if (!isOver) return null;
  return html`<div className="drop-zone"><div>
    ${h(Icon, { name: "file-up", size: 40 })}<strong>${t("importing.dropTitle")}</strong><p>${t("importing.dropText")}</p>
  </div></div>`;
}

/** @param {DragEvent} event */
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

/** A browser tells the kind of a file while it is dragged, not its name. @param {DragEvent} event */
const mayBeFlow = (event) =>
  [...(event.dataTransfer?.items ?? [])].some((item) => ["application/json", ""].includes(item.type));
