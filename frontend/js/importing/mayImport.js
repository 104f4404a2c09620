/** Whether the person may import: a flow file brings things of every kind. */

import { useMay } from "../shell/may.js";

/** @returns {boolean} */
export function useMayImport() {
  const needed = [
    useMay("journeys:write"),
    useMay("messages:write"),
    useMay("segments:write"),
    useMay("contacts:write"),
  ];
  return needed.every(Boolean);
}
