/** What can be done with a test or a group as a whole. */

import { h } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Menu } from "../ui/Menu.js";
import { useBuilder } from "./builderContext.js";
import { partActs } from "./usePartKeys.js";

/** @import {Path} from "./shape.js" */

/** @param {{path: Path, isGroup: boolean}} props */
export function PartMenu({ path, isGroup }) {
  const acts = partActs(useBuilder(), path);
  return h(Menu, {
    label: t(isGroup ? "conditions.groupMenu" : "conditions.testMenu"),
    icon: "ellipsis-vertical",
    kind: "plain",
    small: true,
    items: [
      { label: t("conditions.duplicate"), icon: "copy-plus", keys: "Alt D", onClick: acts.duplicate },
      { label: t("conditions.wrap"), icon: "folder", keys: "Alt G", onClick: acts.wrap },
      ...(acts.unwrap
        ? [{ label: t("conditions.unwrap"), icon: "corner-down-right", keys: "Alt U", onClick: acts.unwrap }]
        : []),
      { label: t("conditions.up"), icon: "arrow-up", keys: "Alt ↑", onClick: acts.up, disabled: !acts.mayUp },
      {
        label: t("conditions.down"),
        icon: "arrow-down",
        keys: "Alt ↓",
        onClick: acts.down,
        disabled: !acts.mayDown,
      },
      "line",
      { label: t("ui.remove"), icon: "trash-2", keys: "Alt ⌫", isDanger: true, onClick: acts.remove },
    ],
  });
}
