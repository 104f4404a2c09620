/** The picture of the journey on the table. */

import { useEffect, useMemo, useState } from "react";
import { useEdit, useEditor } from "../builder/useEditor.js";
import { iconPaths } from "./icons.js";
import { pictureOf } from "./svg.js";

/** @import {Editor} from "../builder/editor.js" */
/** @import {Picture} from "./svg.js" */

/**
 * @param {Editor} editor @param {ReadonlyMap<string, string>} icons @returns {Picture}
 */
export const pictureIn = ({ flow, drawing, portsOf, types, state }, icons) =>
  pictureOf({ flow, drawing, portsOf, types, sentences: state.get().report?.summaries ?? {}, icons });

/** @returns {ReadonlyMap<string, string> | null} null: they are being fetched */
export function useIconPaths() {
  const [icons, setIcons] = useState(/** @type {ReadonlyMap<string, string> | null} */ (null));
  useEffect(() => void iconPaths().then(setIcons), []);
  return icons;
}

/** @returns {Picture | null} null for a moment, while icons are fetched */
export function usePicture() {
  const editor = useEditor();
  const icons = useIconPaths();
  const flow = useEdit((state) => state.history.present);
  const report = useEdit((state) => state.report);
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are read through the editor.
  return useMemo(() => icons && pictureIn(editor, icons), [editor, icons, flow, report]);
}
