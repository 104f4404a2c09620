/** Reaching the desk from the parts that stand around the canvas. */

import { createContext, useContext } from "react";
import { useStore } from "../kit/useStore.js";

/** @import {Desk} from "./desk.js" */
/** @import {Journey} from "./far.js" */

export const DeskContext = createContext(/** @type {Desk | null} */ (null));

/** @returns {Desk} */
export function useDesk() {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("There is no journey on the desk.");
  return desk;
}

/** @returns {Journey} */
export const useJourney = () => useStore(useDesk().journey);
