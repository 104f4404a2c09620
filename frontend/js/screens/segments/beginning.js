/** The beginning that was chosen on the list, until the screen of the new segment takes it. */

/** @import {Beginning} from "./Starts.js" */

/** @type {Beginning | null} */
let chosen = null;

/** @param {Beginning} beginning */
export function leaveBeginning(beginning) {
  chosen = beginning;
}

/** @returns {Beginning | null} null: the address was opened directly */
export const takeBeginning = () => chosen;
