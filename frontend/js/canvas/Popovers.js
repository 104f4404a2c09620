/** What opens over the canvas: the list of steps, the menu, the list of keys. */

import { join, rejoin } from "../builder/acts.js";
import { h } from "../kit/h.js";
import { useStore } from "../kit/useStore.js";
import { edgeAt } from "../model/document.js";
import { KeyHelp } from "./KeyHelp.js";
import { joinable, maySit } from "./legal.js";
import { itemsOf } from "./menuItems.js";
import { PointMenu } from "./PointMenu.js";
import { addStep } from "./places.js";
import { StepPicker } from "./StepPicker.js";
import { useStage, useUi } from "./useStage.js";

/** @import {NodeType, PortRef} from "../model/types.js" */
/** @import {Picking, Stage} from "./stage.js" */

/** @param {{pasteText: (text: string) => void, onShowPeople: ((key: string) => void) | undefined}} props */
export function Popovers({ pasteText, onShowPeople }) {
  const stage = useStage();
  const picking = useUi((ui) => ui.picking);
  const menu = useUi((ui) => ui.menu);
  const hasHelp = useUi((ui) => ui.hasHelp);
  const closeMenu = () => {
    stage.put({ menu: null });
    stage.takeFocus();
  };
  const items = menu ? itemsOf(stage, menu, { pasteText, onShowPeople }) : [];
  return [
    picking && h(Picker, { key: "picker", stage, picking }),
    menu && items.length > 0 && h(PointMenu, { key: "menu", at: menu.at, items, onClose: closeMenu }),
    hasHelp && h(KeyHelp, { key: "help", onClose: () => stage.put({ hasHelp: false }) }),
  ];
}

/** @param {{stage: Stage, picking: Picking}} props */
function Picker({ stage, picking }) {
  const { editor } = stage;
  const { anchor, ref, from, at, entriesOnly = false, page } = picking;
  useStore(editor.state, (state) => state.history);
  const ways =
    ref || from === undefined
      ? []
      : editor.portsOf(from).map((port) => {
          const way = { from, port: port.key };
          return { ref: way, label: port.label || port.key, isOpen: !edgeAt(editor.flow, way) };
        });
  const close = () => {
    stage.put({ picking: null });
    stage.takeFocus();
  };
  /** @param {NodeType} type @param {PortRef} [way] */
  const pick = (type, way) =>
    addStep(stage, type, { ...((ref ?? way) && { ref: /** @type {PortRef} */ (ref ?? way) }), ...(at && { at }) });
  /** @param {string} to @param {PortRef} [way] */
  const lead = (to, way) => {
    const start = ref ?? way;
    if (start) edgeAt(editor.flow, start) ? rejoin(editor, start, { to }) : join(editor, { ...start, to });
  };
  return h(StepPicker, {
    anchor,
    entriesOnly,
    ways,
    onPick: pick,
    onClose: close,
    onJoin: lead,
    ...(page && { page }),
    ...(from !== undefined && { joinable: joinable(editor, from) }),
    only: (type, way) => {
      const place = ref ?? way;
      return !place || maySit(editor, type, place);
    },
  });
}
