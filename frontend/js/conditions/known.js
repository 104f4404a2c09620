/** Values and properties that occur, to choose from while one types. */

import { get, withQuery } from "../api/http.js";
import { list } from "../forms/lookups.js";
import { t } from "../kit/text.js";

/** @import {Find} from "../forms/lookups.js" */
/** What events of a name bring along; `types` are the kinds of values seen.
 * @typedef {Readonly<{key: string, types: readonly string[], examples: readonly unknown[]}>} Property */

const OFFICIAL = ["country", "time_zone"];
const countries = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** @param {string} attribute @returns {boolean} only certain values make sense, so what is typed is looked up */
export const isOfficial = (attribute) => OFFICIAL.includes(attribute);

/** @param {string} attribute @param {unknown} value @returns {string} "DE" → "Germany" */
export function sayValue(attribute, value) {
  const text = String(value ?? "");
  return attribute === "country" && /^[A-Z]{2}$/.test(text) ? (countries.of(text) ?? text) : text;
}

/** @param {string} attribute key of a text @returns {Find} its values, the most frequent first */
export const knownValues = (attribute) => async (words, signal) => {
  const place = `/contact-fields/${encodeURIComponent(attribute)}/values`;
  const { items } = await get(withQuery(place, { q: words }), signal);
  return items.map((/** @type {{value: string, label: string, contacts: number}} */ item) => ({
    key: item.value,
    label: item.label,
    hint: item.contacts ? t("forms.people", { n: item.contacts }) : "",
  }));
};

/** @param {string} event @returns {Promise<readonly Property[]>} */
export const propertiesOf = async (event) =>
  event ? (await list(`/event-names/${encodeURIComponent(event)}/properties`)).items : [];
