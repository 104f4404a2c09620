/** Every word that people read: `t` finds it by its key in the texts of their language. */

import { en } from "../texts/en/index.js";

/** A text, or one for each plural form of {n}.
 * @typedef {string | {one: string, other: string}} Text */
/** @template T @typedef {{[K in keyof T & string]: T[K] extends Text ? K : `${K}.${KeysOf<T[K]>}`}[keyof T & string]} KeysOf */
/** @typedef {KeysOf<typeof en>} TextKey */

const locale = "en";
const plural = new Intl.PluralRules(locale);
const number = new Intl.NumberFormat(locale);

/**
 * Return the text with its {names} filled in; {n} also chooses the plural form.
 * @param {TextKey} key @param {Readonly<Record<string, string | number>>} [values] @returns {string}
 */
export function t(key, values = {}) {
  /** @type {any} */
  let found = en;
  for (const part of key.split(".")) found = found?.[part];
  const form =
    typeof found === "object" && found ? (found[plural.select(Number(values.n ?? 0))] ?? found.other) : found;
  if (typeof form !== "string") return key;
  return form.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return typeof value === "number" ? number.format(value) : (value ?? whole);
  });
}
