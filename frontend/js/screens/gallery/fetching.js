/** The gallery as GET /templates tells it. */

import { get } from "../../api/http.js";

/** @import {Flow} from "../../model/types.js" */
/** @import {Sent} from "../../model/document.js" */

/** `kind` is segment, message, topic, attribute, event or parameter; `words` tell more.
 * @typedef {{kind: string, key: string, name: string, words: string}} Need */

/** `drawing` is the flow without settings, `story` a text with a numbered list, `days` the longest way.
 * @typedef {object} TemplateFields
 * @property {string} slug
 * @property {string} name
 * @property {string} description
 * @property {string} category
 * @property {string} story
 * @property {readonly string[]} needs
 * @property {readonly Need[]} brings
 * @property {number} messages
 * @property {number} days
 * @property {Sent} drawing
 * @typedef {Readonly<TemplateFields>} TemplateInfo */

/** @param {AbortSignal} signal @returns {Promise<TemplateInfo[]>} */
export const allTemplates = (signal) => get("/templates", signal);

/** @param {string} slug @param {AbortSignal} signal @returns {Promise<{template: TemplateInfo, document: Flow}>} */
export const oneTemplate = (slug, signal) => get(`/templates/${encodeURIComponent(slug)}`, signal);
