/** Colours and icons of node types. */

/** @import {NodeType} from "../model/types.js" */

/** The families of colours in tokens.css.
 * @typedef {"entry" | "message" | "logic" | "act" | "end"} Tone */

const GROUPS = /** @type {Readonly<Record<string, Tone>>} */ ({
  Start: "entry",
  Messages: "message",
  Timing: "logic",
  Decisions: "logic",
  People: "act",
  End: "end",
});

/** @param {NodeType | undefined} type none: it is not installed here @returns {Tone} */
export const toneOf = (type) => (type ? (GROUPS[type.group] ?? "act") : "end");

/** @param {NodeType | undefined} type @returns {string} name of an icon */
export const iconOf = (type) => type?.icon || "puzzle";
