/** What this workspace has, for the ready-made beginnings. */

import { list } from "../../forms/lookups.js";

/** @import {Vocabulary} from "./readyMade.js" */

/** @returns {Promise<Vocabulary>} */
export async function vocabulary() {
  const [topics, tags, attributes] = await Promise.all(["/topics", "/tags", "/attributes"].map(list));
  return { topics: topics.items, tags: tags.items, attributes: attributes.items };
}
