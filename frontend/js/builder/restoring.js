/** Taking a version back as the draft. */

import { t } from "../kit/text.js";
import { go } from "../shell/router.js";
import { confirm } from "../ui/Dialog.js";
import { toast } from "../ui/Toast.js";

/** @import {Flow} from "../model/types.js" */
/** @import {Desk} from "./desk.js" */

/**
 * @param {Desk} desk @param {number} number @param {Flow} flow of that version
 * @param {boolean} isAhead the draft holds changes that were never published
 */
export async function restoreVersion(desk, number, flow, isAhead) {
  const values = { version: number };
  const isSure =
    !isAhead ||
    (await confirm({
      title: t("builder.version.restoreTitle", values),
      text: t("builder.version.restoreText"),
      action: t("builder.version.restore"),
    }));
  if (!isSure) return;
  const { editor } = desk;
  const label = t("builder.version.restored", values);
  editor.run(label, () => flow, { choose: [], panel: null });
  desk.sheet.set(null);
  go(`/journeys/${desk.slug}`);
  const step = editor.state.get().history.past.at(-1);
  const run = () => step && editor.state.get().history.past.at(-1) === step && editor.undo();
  toast({ text: label, action: { label: t("ui.undo"), run } });
}
