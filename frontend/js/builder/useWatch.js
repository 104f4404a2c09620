/** While the desk is on the screen: it saves, is not left before that is sure, and says what was deleted. */

import { useEffect } from "react";
import { connection } from "../api/http.js";
import { t } from "../kit/text.js";
import { guardLeaving } from "../shell/router.js";
import { toast } from "../ui/Toast.js";
import { canPart } from "./far.js";

/** @import {Step} from "../model/history.js" */
/** @import {Desk} from "./desk.js" */

/** @param {Desk} desk */
export function useWatch(desk) {
  useEffect(() => desk.begin(), [desk]);
  useEffect(() => guardLeaving(() => mayLeave(desk)), [desk]);
  useEffect(() => connection.watch(() => connection.get().isAway || desk.saver.retry()), [desk]);
  useEffect(() => sayDeleted(desk), [desk]);
}

/** @param {Desk} desk @returns {boolean} */
function mayLeave({ saver, editor }) {
  void saver.flush({ isLeaving: true });
  const isUnderWay = saver.standing.get().kind === "saving" && canPart(editor.flow);
  return saver.isKept || isUnderWay || window.confirm(t("builder.leave"));
}

/**
 * Offer to undo where steps were deleted: nobody has to look for the key.
 * @param {Desk} desk @returns {() => void}
 */
function sayDeleted({ editor }) {
  let known = editor.state.get().history;
  return editor.state.watch(() => {
    const { history } = editor.state.get();
    const step = history.past.at(-1);
    const isNew =
      history !== known && step && step !== known.past.at(-1) && history.past.length >= known.past.length;
    known = history;
    if (!isNew || history.future.length || !onlyDeletes(step)) return;
    const run = () => editor.state.get().history.past.at(-1) === step && editor.undo();
    toast({ text: step.label, action: { label: t("ui.undo"), run } });
  });
}

/** @param {Step} step @returns {boolean} whether steps went, and the others are as they were */
function onlyDeletes({ before, after }) {
  const left = Object.entries(after.nodes);
  return left.length < Object.keys(before.nodes).length && left.every(([key, node]) => before.nodes[key] === node);
}
