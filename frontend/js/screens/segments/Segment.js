/** One segment: who is in it and why; a new one at /segments/new. */

import { useMemo, useState } from "react";
import { send } from "../../api/http.js";
import { h } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { Page } from "../../ui/Page.js";
import { shown } from "../../ui/States.js";
import { toast } from "../../ui/Toast.js";
import { takeBeginning } from "./beginning.js";
import { SegmentEditor } from "./SegmentEditor.js";
import { draftOf } from "./saving.js";

/** @import {Answer} from "../../api/http.js" */

/** @param {{slug: string}} props */
export const Segment = ({ slug }) => (slug === "new" ? h(NewSegment) : h(KnownSegment, { slug }));

function NewSegment() {
  const [begun] = useState(takeBeginning);
  const first = useMemo(
    () => ({
      name: begun?.name ?? "",
      description: "",
      kind: begun?.kind ?? /** @type {const} */ ("dynamic"),
      condition: begun?.condition ?? {},
    }),
    [begun],
  );
  return h(SegmentEditor, {
    segment: null,
    first,
    etag: "",
    onSaved: (saved) => {
      toast({ text: t("segments.made", { name: saved.name }), tone: "good" });
      go(`/segments/${saved.slug}`, { replace: true });
    },
  });
}

/** @param {{slug: string}} props */
function KnownSegment({ slug }) {
  const loaded = useLoad((signal) => send("GET", `/segments/${encodeURIComponent(slug)}`, { signal }), [slug]);
  if (loaded.data) return h(Opened, { answer: loaded.data, put: loaded.put, reload: loaded.reload });
  const back = { to: "/segments", label: t("shell.segments") };
  return h(Page, { title: t("segments.edit"), back, children: shown(loaded, () => null) });
}

/** @param {{answer: Answer, put: (answer: Answer) => void, reload: () => void}} props */
function Opened({ answer, put, reload }) {
  const first = useMemo(() => draftOf(answer.data), [answer]);
  return h(SegmentEditor, {
    segment: answer.data,
    first,
    etag: answer.etag,
    onTheirs: reload,
    onSaved: (data, etag) => {
      put({ data, etag, status: 200 });
      toast({ text: t("ui.saved"), tone: "good" });
    },
  });
}
