/** What the parts of a condition builder share. */

import { createContext, useContext } from "react";

/** @import {Fault} from "../api/http.js" */
/** @import {Catalogue, Node, Path} from "./shape.js" */

/** @typedef {object} Builder
 * @property {Catalogue} catalogue
 * @property {Node} root the whole condition
 * @property {readonly Fault[]} faults pointers are seen from the condition: "/all/0/op"
 * @property {(root: Node, isTyping?: boolean) => void} change
 * @property {(root: Node, path: Path) => void} changeAndFocus the part at `path` gets the focus
 * @property {(root: Node, path: Path) => void} addNew the same, for a part that is filled in for the first time
 * @property {(pointer: string) => boolean} isFresh nothing in it is called wrong before it was left
 * @property {boolean} disabled */

export const BuilderContext = createContext(/** @type {Builder | null} */ (null));

/** @returns {Builder} */
export function useBuilder() {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("There is no condition here.");
  return builder;
}
