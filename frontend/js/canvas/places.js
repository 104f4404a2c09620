/** Adding a step: where the person said, or where it makes most sense. */

import { add } from "../builder/acts.js";
import { t } from "../kit/text.js";
import { toast } from "../ui/Toast.js";
import { bestPlace } from "./legal.js";
import { remember } from "./steps.js";

/** @import {NodeType, Point, PortRef} from "../model/types.js" */
/** @import {Stage} from "./stage.js" */

/**
 * Add a node where that makes most sense.
 * @param {Stage} stage @param {NodeType} type @param {{ref?: PortRef, at?: Point}} [where] said by the person
 */
export function addStep(stage, type, where = {}) {
  const { editor } = stage;
  const ref = where.ref ?? (where.at || type.is_entry ? undefined : bestPlace(editor, type));
  const isStranded = !ref && !where.at && !type.is_entry && Object.keys(editor.flow.nodes).length > 0;
  if (isStranded && !type.ports.length) {
    toast({ text: t("canvas.nothingOpen", { name: type.label }) });
    return;
  }
  remember(type.type);
  add(editor, type, { ...(ref && { ref }), ...(where.at && { at: where.at }) });
  stage.takeFocus();
}
