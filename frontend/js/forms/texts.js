/** Values of any kind as text. */

/** @param {unknown} value @returns {string} a text as it is, nothing as nothing, anything else as JSON */
export function asText(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
