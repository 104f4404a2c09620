/** Watching the stage. */

import { createContext, useContext } from "react";
import { useStore } from "../kit/useStore.js";

/** @import {Stage, Ui} from "./stage.js" */
/** @import {View} from "./geometry/view.js" */

export const StageContext = createContext(/** @type {Stage | null} */ (null));

/** @returns {Stage} */
export function useStage() {
  const stage = useContext(StageContext);
  if (!stage) throw new Error("There is no canvas here.");
  return stage;
}

/**
 * Watch what goes on on the canvas. The part must be the same object while nothing in it changed.
 * @template P @param {(ui: Ui) => P} part @returns {P}
 */
export const useUi = (part) => useStore(useStage().ui, part);

/**
 * Watch a part of where one looks.
 * @template P @param {(view: View) => P} part @returns {P}
 */
export const useView = (part) => useStore(useStage().view, part);
