/** What a template is about, in the words of its story. */

import { t } from "../../kit/text.js";

/** @import {TemplateInfo} from "./fetching.js" */

/**
 * Return the numbered steps of a story.
 * @param {string} story @returns {string[]}
 */
export const stepsOf = (story) =>
  story.split("\n").flatMap((line) => {
    const found = /^\s*\d+\.\s+(.+)$/.exec(line);
    return found?.[1] ? [found[1].trim()] : [];
  });

/**
 * Say how long the longest way through takes.
 * @param {number} days @returns {string} "" when nobody waits
 */
export function lengthOf(days) {
  if (days <= 0) return "";
  if (days < 1) return t("gallery.hours", { n: Math.max(1, Math.round(days * 24)) });
  return t("gallery.days", { n: Math.round(days) });
}

/**
 * Return a text of a message as people read it: what is filled in for each of them is “…”.
 * @param {string} text @returns {string}
 */
export const plainOf = (text) =>
  text
    .replace(/\{%.*?%\}|\{#.*?#\}/g, "")
    .replace(/\{\{.*?\}\}/g, "…")
    .replace(/\s+/g, " ")
    .trim();

/** @param {readonly TemplateInfo[]} all @returns {string[]} in the order of the gallery, each once */
export const categoriesOf = (all) => [...new Set(all.map((template) => template.category))];

/**
 * @param {readonly TemplateInfo[]} all @param {{words: string, category: string}} wish @returns {TemplateInfo[]}
 */
export function matching(all, { words, category }) {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((template) => {
    const { name, description, story, needs } = template;
    const text = [name, description, template.category, story, ...needs].join(" ").toLowerCase();
    return (!category || template.category === category) && asked.every((word) => text.includes(word));
  });
}
