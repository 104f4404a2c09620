/** The page of a segment: its fields, saving and deleting it, the people in it. */

import { useEffect, useRef } from "react";
import { Problem, change as request } from "../../api/http.js";
import { number } from "../../kit/format.js";
import { h, html } from "../../kit/h.js";
import { t } from "../../kit/text.js";
import { useMay } from "../../shell/may.js";
import { go, guardLeaving } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { confirm } from "../../ui/Dialog.js";
import { Menu } from "../../ui/Menu.js";
import { Page } from "../../ui/Page.js";
import { sayError, toast } from "../../ui/Toast.js";
import { Members } from "./Members.js";
import { SegmentFields } from "./SegmentFields.js";
import { Stale } from "./Stale.js";
import { useSegmentDraft } from "./saving.js";
import { UsedBy } from "./UsedBy.js";

/** @import {Draft, Segment} from "./saving.js" */

/**
 * @param {{segment: Segment | null, first: Draft, etag: string, onSaved: (segment: Segment, etag: string) => void,
 *   onTheirs?: () => void}} props `segment` null: a new one
 */
export function SegmentEditor({ segment, first, etag, onSaved, onTheirs }) {
  const mayWrite = useMay("segments:write");
  const isDone = useRef(false);
  const { draft, change, isChanged, saving, overwrite, isStale, forgetStale } = useSegmentDraft({
    slug: segment?.slug ?? null,
    first,
    etag,
    onSaved: (saved, tag) => {
      isDone.current = true;
      onSaved(saved, tag);
    },
  });
  const isUnsaved = isChanged && mayWrite;
  useEffect(() => {
    isDone.current = false;
    return isUnsaved ? guardLeaving(() => isDone.current || window.confirm(t("segments.leave"))) : undefined;
  }, [isUnsaved]);
  const title = segment ? segment.name : t(draft.kind === "fixed" ? "segments.newList" : "segments.newTitle");
  const back = { to: "/segments", label: t("shell.segments") };
  const saveLabel = segment ? t("ui.save") : t(draft.kind === "fixed" ? "segments.makeList" : "segments.make");
  const badge = segment?.kind === "fixed" && h(Badge, { children: t("segments.list") });
  const actions =
    mayWrite &&
    html`${segment && h(More, { segment })}
      ${h(Button, { kind: "primary", busy: saving.isSaving, disabled: !draft.name.trim() || (segment !== null && !isChanged), onClick: saving.save }, saveLabel)}`;
  return h(
    Page,
    { title, back, badge, actions, children: null },
    html`<section className="panel padded">
      ${h(SegmentFields, { draft, change, errors: saving.errors, disabled: !mayWrite, autoFocus: !segment && !draft.name })}
      ${segment && segment.used_by.length > 0 && html`<div className="row segment-users"><span className="quiet-text small">${t("segments.usedBy")}</span>${h(UsedBy, { users: segment.used_by })}</div>`}
    </section>`,
    draft.kind === "fixed" && !segment && html`<p className="quiet-text">${t("segments.listLater")}</p>`,
    segment &&
      h(Members, { key: `${segment.slug} ${etag}`, segment, isChanged: isChanged && draft.kind === "dynamic" }),
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

/** @param {{segment: Segment}} props */
function More({ segment }) {
  const remove = async () => {
    const { slug, name, count } = segment;
    const isSure = await confirm({
      title: t("segments.deleteTitle", { name }),
      text: t(segment.kind === "fixed" ? "segments.deleteListText" : "segments.deleteText", {
        count: count === null ? "?" : number(count),
      }),
      action: t("segments.delete"),
      isDanger: true,
    });
    if (!isSure) return;
    try {
      await request("DELETE", `/segments/${slug}`);
      toast({ text: t("segments.deleted", { name }) });
      go("/segments");
    } catch (error) {
      if (error instanceof Problem && error.status === 409)
        toast({ text: t("segments.inUse", { detail: error.message }), tone: "bad" });
      else sayError(error);
    }
  };
  return h(Menu, {
    label: t("ui.more"),
    items: [{ label: t("segments.delete"), icon: "trash-2", isDanger: true, onClick: remove }],
  });
}
