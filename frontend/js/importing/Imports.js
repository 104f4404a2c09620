/** Importing, for the whole page: the dialog that somebody asked for, and the place to drop files. */

import { useEffect } from "react";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { later } from "../ui/later.js";
import { toast } from "../ui/Toast.js";
import { asked, closeImport } from "./asking.js";
import { DropZone } from "./DropZone.js";
import { useMayImport } from "./mayImport.js";

const ImportDialog = later(() => import("./ImportDialog.js"), "ImportDialog");

export function Imports() {
  const request = useStore(asked);
  const mayImport = useMayImport();
  useEffect(() => {
    if (!request || mayImport) return;
    closeImport();
    toast({ text: t("importing.mayNot") });
  }, [request, mayImport]);
  return html`${h(DropZone)}${
    request && mayImport && h(ImportDialog, { ...request, key: request.n, onClose: closeImport })
  }`;
}
