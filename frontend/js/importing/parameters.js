/** The blanks of a flow file: what they start with, and which are still empty. */

import { t } from "../kit/text.js";

/** @import {Fault} from "../api/http.js" */
/** @import {Flow} from "../model/types.js" */

/** @typedef {{label: string, type?: string, default?: string | number}} Parameter */

/** @param {Flow} flow @returns {[string, Parameter][]} */
export const parametersOf = (flow) =>
  /** @type {[string, Parameter][]} */ (
    Object.entries(flow.parameters ?? {}).filter(([, given]) => typeof given === "object" && given !== null)
  );

/** @param {Flow} flow @returns {Record<string, string>} */
export const startingValues = (flow) =>
  Object.fromEntries(parametersOf(flow).map(([key, given]) => [key, String(given.default ?? "")]));

/** @param {Flow} flow @param {Readonly<Record<string, string>>} values @returns {Fault[]} */
export const emptyOnes = (flow, values) =>
  parametersOf(flow)
    .filter(([key]) => !values[key]?.trim())
    .map(([key]) => ({ pointer: `/parameters/${key}`, detail: t("ui.missing") }));

/**
 * Return the answers as the server takes them.
 * @param {Flow} flow @param {Readonly<Record<string, string>>} values @returns {Record<string, string | number>}
 */
export const answersOf = (flow, values) =>
  Object.fromEntries(
    parametersOf(flow).map(([key, given]) => {
      const value = values[key] ?? "";
      return [key, given.type === "number" ? Number(value) : value];
    }),
  );
