/** Where in a flow file something is wrong, in words. */

import { t } from "../kit/text.js";

/** @import {TextKey} from "../kit/text.js" */

/** The parts of a file whose members have names. @type {Readonly<Record<string, TextKey>>} */
const NAMED = {
  nodes: "importing.places.step",
  parameters: "importing.places.parameter",
  "resources/messages": "importing.places.message",
  "resources/segments": "importing.places.segment",
  "resources/topics": "importing.places.topic",
  "resources/attributes": "importing.places.attribute",
};
/** Those whose members are counted. @type {Readonly<Record<string, TextKey>>} */
const COUNTED = {
  edges: "importing.places.edge",
  notes: "importing.places.note",
  tests: "importing.places.test",
  "resources/tags": "importing.places.tag",
};
/** What lies between a member and the value says nothing to a person. */
const SILENT = new Set(["config"]);

/**
 * @param {string} pointer such as "/resources/topics/news/description" @returns {string} such as "Topic “news”, description"
 */
export function placeOf(pointer) {
  const path = pointer.split("/").slice(1).map(unescaped);
  if (!path.length) return t("importing.places.file");
  for (const length of [1, 2]) {
    const part = path.slice(0, length).join("/");
    const [member, ...rest] = path.slice(length);
    if (member === undefined) continue;
    if (NAMED[part]) return joined(t(NAMED[part], { name: member }), rest);
    if (COUNTED[part]) return joined(t(COUNTED[part], { at: Number(member) + 1 }), rest);
  }
  return joined(t("importing.places.journey"), path);
}

/** @param {string} first @param {readonly string[]} rest @returns {string} */
const joined = (first, rest) =>
  [first, ...rest.filter((step) => !SILENT.has(step)).map(said)].join(", ").slice(0, 160);

/** @param {string} step @returns {string} a number counts from one; words are written apart */
const said = (step) => (/^\d+$/.test(step) ? `${Number(step) + 1}` : step.replaceAll("_", " "));

/** @param {string} step */
const unescaped = (step) => step.replaceAll("~1", "/").replaceAll("~0", "~");
