/** Work of an earlier visit that never reached the server: taken up, or let go. */

import { t } from "../kit/text.js";
import { toast } from "../ui/Toast.js";
import { shelf } from "./shelf.js";

/** @import {Desk} from "./desk.js" */

/** @param {Desk} desk */
export async function takeLeft(desk) {
  const left = desk.left.get();
  if (!left) return;
  desk.left.set(null);
  desk.editor.run(t("builder.left.took"), () => left.flow, { panel: null });
  await desk.saver.flush();
  if (desk.saver.isKept) await shelf.drop(left.page, left.slug).catch(() => {});
}

/** @param {Desk} desk */
export function dropLeft(desk) {
  const left = desk.left.get();
  if (!left) return;
  desk.left.set(null);
  const drop = setTimeout(() => void shelf.drop(left.page, left.slug).catch(() => {}), 8000);
  const run = () => {
    clearTimeout(drop);
    desk.left.set(left);
  };
  toast({ text: t("builder.left.discarded"), action: { label: t("ui.undo"), run } });
}
