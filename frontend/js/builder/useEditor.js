/** Watching the journey on the table. */

import { createContext, useContext } from "react";
import { useStore } from "../kit/useStore.js";

/** @import {Editor, State} from "./editor.js" */

/** Which journey the parts below are about. */
export const EditorContext = createContext(/** @type {Editor | null} */ (null));

/** @returns {Editor} */
export function useEditor() {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("There is no journey here.");
  return editor;
}

/**
 * Watch a part of it. The part must be the same object while nothing in it changed.
 * @template P @param {(state: State, editor: Editor) => P} part @returns {P}
 */
export function useEdit(part) {
  const editor = useEditor();
  return useStore(editor.state, (state) => part(state, editor));
}

export const useFlow = () => useEdit((state) => state.history.present);
