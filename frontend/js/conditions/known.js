/** Values and properties that occur, to choose from while one types. */

import { fitting } from "../forms/lookups.js";

/** @import {Find} from "../forms/lookups.js" */

/** @param {string} attribute its key @returns {Find | null} null: nothing is known of what it holds */
export function knownValues(attribute) {
  if (attribute !== "time_zone") return null;
  return async (words) => fitting(words, Intl.supportedValuesOf("timeZone").map(optionOf));
}

/** @param {string} word */
const optionOf = (word) => ({ key: word, label: word });
