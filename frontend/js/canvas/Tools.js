/** The tools at the foot of the canvas: zoom, see all, choose by box, find, map, and how cards are placed. */

import { useEdit, useEditor } from "../builder/useEditor.js";
import { percent } from "../kit/format.js";
import { h, html } from "../kit/h.js";
import { t } from "../kit/text.js";
import { Button } from "../ui/Button.js";
import { Menu } from "../ui/Menu.js";
import { tidyUp } from "./deeds.js";
import { keysOf } from "./keyNames.js";
import { actualSize, seeAll, zoomBy } from "./looking.js";
import { writeNoteBeside } from "./noteMoves.js";
import { useStage, useUi, useView } from "./useStage.js";

/** @import {Item} from "../ui/Menu.js" */

export function Tools() {
  const stage = useStage();
  const { isReadOnly } = useEditor();
  const zoom = useView((view) => Math.round(view.zoom * 100) / 100);
  const tool = useUi((ui) => ui.tool);
  const hasLayout = useEdit((state) => state.history.present.layout !== undefined);
  return html`<div className="canvas-tools" role="toolbar" aria-label=${t("canvas.tools.label")} data-aside>
    <span className="tool-group">
      ${h(Button, { kind: "plain", small: true, icon: "minus", label: t("canvas.tools.zoomOut"), onClick: () => zoomBy(stage, 0.8) })}
      ${h(Button, { kind: "plain", small: true, className: "zoom-now", onClick: () => actualSize(stage), label: t("canvas.tools.actual", { zoom: percent(zoom) }) }, percent(zoom))}
      ${h(Button, { kind: "plain", small: true, icon: "plus", label: t("canvas.tools.zoomIn"), onClick: () => zoomBy(stage, 1.25) })}
    </span>
    <span className="tool-group">
      ${h(Button, { kind: "plain", small: true, icon: "maximize", label: t("canvas.seeAll"), onClick: () => seeAll(stage) })}
      ${h(Button, { kind: "plain", small: true, icon: "search", label: t("canvas.find.label"), onClick: () => stage.put({ isFinding: true }) })}
      ${h(Button, { kind: "plain", small: true, icon: "square", label: t("canvas.tools.select"), pressed: tool === "select", className: "fine-only", onClick: () => stage.put({ tool: tool === "select" ? "hand" : "select" }) })}
      ${!isReadOnly && hasLayout && h(Button, { kind: "plain", small: true, icon: "wand-sparkles", onClick: () => tidyUp(stage) }, t("canvas.tidy"))}
      ${h(More)}
    </span>
  </div>`;
}

function More() {
  const stage = useStage();
  const editor = useEditor();
  const hasMap = useUi((ui) => ui.hasMap);
  const isFree = useUi((ui) => ui.isFree);
  const layout = useEdit((state) => state.history.present.layout);
  const notes = useEdit((state) => state.history.present.notes) ?? [];
  const isPlaced = isFree || layout !== undefined;
  /** @type {Item[]} */
  const looks = [
    {
      label: t(hasMap ? "canvas.map.hide" : "canvas.map.show"),
      icon: "map",
      keys: "M",
      onClick: () => stage.put({ hasMap: !hasMap }),
    },
    { label: t("canvas.help.title"), icon: "keyboard", keys: "?", onClick: () => stage.put({ hasHelp: true }) },
  ];
  /** @type {Item[]} */
  const changes = editor.isReadOnly
    ? []
    : [
        {
          label: t("canvas.menu.noteHere"),
          icon: "sticky-note",
          keys: keysOf("N"),
          onClick: () => writeNoteBeside(stage, stage.ui.get().focus ?? undefined),
        },
        {
          label: t(isPlaced ? "canvas.tools.tree" : "canvas.tools.free"),
          hint: t(isPlaced ? "canvas.tools.treeHint" : "canvas.tools.freeHint"),
          icon: isPlaced ? "list-tree" : "move",
          onClick: () => (isPlaced ? tidyUp(stage) : stage.put({ isFree: true })),
        },
        ...notes.slice(0, 12).map((note, index) => ({
          label: t("canvas.note.named", { text: note.text.slice(0, 40) || t("canvas.note.empty") }),
          icon: "pencil",
          onClick: () => {
            stage.put({ note: index, isWriting: true });
            stage.lookAt(note.at);
          },
        })),
        "line",
      ];
  return h(Menu, { label: t("canvas.tools.more"), kind: "plain", small: true, items: [...changes, ...looks] });
}
