/** Importing, for the whole page: the dialog that somebody asked for, and the place to drop files. */

import { lazy, Suspense } from "react";
import { h, html } from "../kit/h.js";
import { useStore } from "../kit/useStore.js";
import { asked, closeImport } from "./asking.js";
import { DropZone } from "./DropZone.js";
import { useMayImport } from "./mayImport.js";

const ImportDialog = lazy(async () => ({ default: (await import("./ImportDialog.js")).ImportDialog }));

export function Imports() {
  const request = useStore(asked);
  const mayImport = useMayImport();
  if (!mayImport) return null;
  return html`${h(DropZone)}${
    request &&
    h(Suspense, { fallback: null }, h(ImportDialog, { ...request, key: request.n, onClose: closeImport }))
  }`;
}
