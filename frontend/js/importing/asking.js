/** Asking for an import, from anywhere: a button, a file dropped on the page, a text pasted onto the canvas. */

import { storeOf } from "../kit/store.js";

/** @import {Flow} from "../model/types.js" */

/** `text` of a flow file, or a `flow` that is read already; `n` tells one request from the next.
 * @typedef {{text?: string, flow?: Flow, fileName?: string, n: number}} Request */

/** No journey needs a larger file. */
export const MAX_BYTES = 2 * 1024 * 1024;

/** What the shell's import dialog shows; null: it is closed. */
export const asked = storeOf(/** @type {Request | null} */ (null));
/** How many imports were taken back: lists that show what was imported are fetched anew. */
export const imports = storeOf(0);
let last = 0;

/**
 * Open the import dialog.
 * @param {string | Flow} source the text of a flow file, or a document @param {string} [fileName]
 */
export function openImport(source, fileName) {
  last += 1;
  const what = typeof source === "string" ? { text: source } : { flow: source };
  asked.set({ ...what, ...(fileName && { fileName }), n: last });
}

export const closeImport = () => asked.set(null);

/**
 * Import a file of the device. One that is too large is not even read: the dialog says so.
 * @param {File} file
 */
export async function openFile(file) {
  openImport(file.size > MAX_BYTES ? " ".repeat(MAX_BYTES + 1) : await file.text(), file.name);
}

/** Let the person choose a file, and open it. */
export function chooseFile() {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.addEventListener("change", () => input.files?.[0] && openFile(input.files[0]));
  input.click();
}
