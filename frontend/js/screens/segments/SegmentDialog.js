/** Making a segment, or changing one, without leaving the page. */

import { useCallback, useState } from "react";
import { send } from "../../api/http.js";
import { h, html } from "../../kit/h.js";
import { useLoad } from "../../kit/hooks.js";
import { t } from "../../kit/text.js";
import { Button } from "../../ui/Button.js";
import { confirm, Dialog } from "../../ui/Dialog.js";
import { shown } from "../../ui/States.js";
import { SegmentFields } from "./SegmentFields.js";
import { Stale } from "./Stale.js";
import { Starts } from "./Starts.js";
import { draftOf, useSegmentDraft } from "./saving.js";

/** @import {MadeInDialog} from "../../forms/kinds.js" */
/** @import {Draft, Segment} from "./saving.js" */

/** @param {MadeInDialog} props `slug` null: a new one */
export function SegmentDialog({ slug, words = "", onClose, onSaved }) {
  const [begun, setBegun] = useState(/** @type {Draft | null} */ (null));
  if (slug) return h(Known, { slug, onClose, onSaved });
  if (begun) return h(Edited, { slug: null, first: begun, etag: "", onClose, onSaved });
  return h(Dialog, {
    title: t("segments.newTitle"),
    size: "large",
    onClose,
    children: h(Starts, {
      isListWanted: false,
      onChoose: ({ name, kind, condition }) => setBegun({ name: words || name, description: "", kind, condition }),
    }),
  });
}

/** @param {{slug: string, onClose: () => void, onSaved: (slug: string) => void}} props */
function Known({ slug, onClose, onSaved }) {
  const loaded = useLoad((signal) => send("GET", `/segments/${slug}`, { signal }), [slug]);
  const [first, setFirst] = useState(/** @type {{of: unknown, draft: Draft} | null} */ (null));
  if (loaded.data && first?.of !== loaded.data) setFirst({ of: loaded.data, draft: draftOf(loaded.data.data) });
  if (loaded.data && first)
    return h(Edited, {
      slug,
      first: first.draft,
      etag: loaded.data.etag,
      onClose,
      onSaved,
      onTheirs: loaded.reload,
    });
  return h(Dialog, {
    title: t("segments.edit"),
    size: "large",
    onClose,
    children: shown(loaded, () => null),
  });
}

/**
 * @param {{slug: string | null, first: Draft, etag: string, onClose: () => void, onSaved: (slug: string) => void,
 *   onTheirs?: () => void}} props
 */
function Edited({ slug, first, etag, onClose, onSaved, onTheirs }) {
  const saved = useCallback((/** @type {Segment} */ segment) => onSaved(segment.slug), [onSaved]);
  const { draft, change, isChanged, saving, overwrite, isStale, forgetStale } = useSegmentDraft({
    slug,
    first,
    etag,
    onSaved: saved,
  });
  const leave = async () => {
    const question = { title: t("segments.drop"), text: t("segments.dropText"), action: t("segments.dropIt") };
    if (!isChanged || (await confirm(question))) onClose();
  };
  return h(
    Dialog,
    {
      title: slug ? first.name : t("segments.newTitle"),
      size: "large",
      onClose: leave,
      children: null,
      actions: html`${h(Button, { onClick: leave }, t("ui.cancel"))}
        ${h(Button, { kind: "primary", busy: saving.isSaving, disabled: !draft.name.trim(), onClick: saving.save }, t(slug ? "ui.save" : "segments.make"))}`,
    },
    h(SegmentFields, { draft, change, errors: saving.errors, autoFocus: !slug }),
    isStale &&
      h(Stale, {
        onClose: forgetStale,
        onMine: overwrite.save,
        isSaving: overwrite.isSaving,
        onTheirs: () => {
          forgetStale();
          onTheirs?.();
        },
      }),
  );
}
