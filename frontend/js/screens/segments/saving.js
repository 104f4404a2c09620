/** A segment as it is edited: what is there, what was changed, saving it, and what to do when somebody saved in between. */

import { useEffect, useState } from "react";
import { Problem, send } from "../../api/http.js";
import { useSaving } from "../../forms/useSaving.js";
import { isSame } from "../../model/document.js";

/** @typedef {Readonly<{kind: string, slug: string, name: string}>} User */
/** As GET /segments/{slug} has it.
 * @typedef {object} SegmentFields
 * @property {string} slug
 * @property {string} name
 * @property {string} description
 * @property {"dynamic" | "fixed"} kind
 * @property {string} words
 * @property {boolean} is_watched
 * @property {number | null} count
 * @property {string} updated_at
 * @property {Record<string, any> | null} condition
 * @property {readonly User[]} used_by
 * @typedef {Readonly<SegmentFields>} Segment */
/** @typedef {Readonly<{name: string, description: string, kind: "dynamic" | "fixed", condition: Record<string, any>}>} Draft */

/** @param {Segment} segment @returns {Draft} */
export const draftOf = ({ name, description, kind, condition }) => ({
  name,
  description,
  kind,
  condition: condition ?? {},
});

/**
 * @param {{slug: string | null, first: Draft, etag: string, onSaved: (segment: Segment, etag: string) => void}} given
 *   `slug` null: it is new; `first`: what the draft began with
 */
export function useSegmentDraft({ slug, first, etag, onSaved }) {
  const [draft, setDraft] = useState(first);
  const [isStale, setStale] = useState(false);
  useEffect(() => setDraft(first), [first]);
  const store = async (/** @type {string} */ match) => {
    const { name, description, kind, condition } = draft;
    const body = {
      name: name.trim(),
      description: description.trim(),
      condition: kind === "fixed" ? null : condition,
    };
    const answer = slug
      ? await send("PUT", `/segments/${slug}`, { body, etag: match })
      : await send("POST", "/segments", { body: { ...body, kind } });
    setStale(false);
    onSaved(answer.data, answer.etag);
  };
  const saving = useSaving(async () => {
    try {
      await store(etag);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412) throw error;
      setStale(true);
    }
  });
  const overwrite = useSaving(async () => {
    const theirs = await send("GET", `/segments/${slug}`);
    await store(theirs.etag);
  });
  return {
    draft,
    change: (/** @type {Partial<Draft>} */ part) => setDraft((old) => ({ ...old, ...part })),
    isChanged: !isSame(draft, first),
    isStale,
    forgetStale: () => setStale(false),
    saving,
    overwrite,
  };
}
