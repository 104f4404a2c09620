/** Two documents of one journey: somebody else saved in between, or an earlier visit left work behind. */

import { dateTime } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { useStore } from "../kit/useStore.js";
import { Button } from "../ui/Button.js";
import { Dialog } from "../ui/Dialog.js";
import { Loading } from "../ui/States.js";
import { toast } from "../ui/Toast.js";
import { Comparison } from "./Comparison.js";
import { dropLeft, takeLeft } from "./left.js";
import { useDraft, useTold } from "./sides.js";
import { useDesk } from "./useDesk.js";

/** @import {Draft} from "./far.js" */
/** @import {Kept} from "./memory.js" */

/** @param {{onClose: () => void}} props */
export function ConflictDialog({ onClose }) {
  const theirs = useStore(useDesk().saver.theirs);
  return theirs && h(Conflict, { theirs, onClose });
}

/** @param {{theirs: Draft, onClose: () => void}} props */
function Conflict({ theirs, onClose }) {
  const desk = useDesk();
  const { saver, slug, editor } = desk;
  const isMine = useStore(saver.standing).kind === "conflict";
  const mine = useDraft(desk);
  const { data: other } = useTold(theirs.flow);
  const isOwn = desk.ownEtags.has(theirs.etag);
  const keep = () => {
    onClose();
    void saver.keepMine();
  };
  const take = () => {
    onClose();
    saver.takeTheirs(t("builder.conflict.took"));
    toast({ text: t("builder.conflict.took"), action: { label: t("ui.undo"), run: () => editor.undo() } });
  };
  return h(Dialog, {
    title: t(isOwn ? "builder.conflict.titleOwn" : "builder.conflict.title"),
    size: "large",
    onClose,
    children: html`<p>${t(isMine ? "builder.conflict.text" : "builder.conflict.textClean")}</p>
      ${other ? h(Comparison, { slug, types: editor.types, before: isMine ? other : mine, after: isMine ? mine : other, head: html`<h3>${t(isMine ? "builder.conflict.mineHead" : "builder.conflict.theirsHead")}</h3>` }) : h(Loading)}`,
    actions: html`<p className="foot-hint">${t("builder.conflict.promise")}</p>
      ${h(Button, { kind: "plain", onClick: onClose }, t("builder.conflict.later"))}
      ${h(Button, { kind: isMine ? "quiet" : "primary", onClick: take }, t(isMine ? "builder.conflict.take" : "builder.elsewhere.load"))}
      ${isMine && h(Button, { kind: "primary", onClick: keep }, t("builder.conflict.keep"))}`,
  });
}

/** @param {{onClose: () => void}} props */
export function KeptDialog({ onClose }) {
  const left = useStore(useDesk().left);
  return left && h(LeftBehind, { left, onClose });
}

/** @param {{left: Kept, onClose: () => void}} props */
function LeftBehind({ left, onClose }) {
  const desk = useDesk();
  const draft = useDraft(desk);
  const { data: other } = useTold(left.flow);
  const then = (/** @type {(desk: import("./desk.js").Desk) => unknown} */ act) => () => {
    onClose();
    act(desk);
  };
  return h(Dialog, {
    title: t("builder.left.title"),
    size: "large",
    onClose,
    children: html`<p>${t("builder.left.text", { when: dateTime(new Date(left.at)) })}</p>
      ${other ? h(Comparison, { slug: desk.slug, types: desk.editor.types, before: draft, after: other, head: html`<h3>${t("builder.left.head")}</h3>` }) : h(Loading)}`,
    actions: html`${h(Button, { kind: "plain", onClick: onClose }, t("builder.conflict.later"))}
      ${h(Button, { onClick: then(dropLeft) }, t("builder.left.discard"))}
      ${h(Button, { kind: "primary", onClick: then(takeLeft) }, t("builder.left.use"))}`,
  });
}
