/** Importing contacts from a file: choose it, say what its columns are, watch it come in. */

import { useState } from "react";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { go, useQuery } from "../../shell/router.js";
import { Page } from "../../ui/Page.js";
import { ImportColumns } from "./ImportColumns.js";
import { ImportRun } from "./ImportRun.js";
import { FileDrop, PastImports } from "./ImportStart.js";

export function Import() {
  const mayWrite = useMay("contacts:write");
  const [job, setJob] = useQuery("job");
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const again = () => {
    setFile(null);
    setJob("");
  };
  return h(Page, {
    title: t("contacts.importing.title"),
    about: job ? undefined : t("contacts.importing.about"),
    back: { to: "/contacts", label: t("contacts.title") },
    children: job
      ? h(ImportRun, { key: job, id: job, onAgain: again })
      : file
        ? h(ImportColumns, {
            key: `${file.name} ${file.lastModified}`,
            file,
            onCancel: again,
            onStarted: (id) => go(`/contacts/import?job=${id}`),
          })
        : html`${mayWrite ? h(FileDrop, { onFile: setFile }) : html`<p className="notice plain">${t("contacts.importing.readOnly")}</p>`}
          ${h(PastImports)}`,
  });
}
