/** The message as one person would get it, as it is being written. */

import { useEffect, useState } from "react";
import { connection, send } from "../../api/http.js";
import { useLoad, useSettled } from "../../kit/hooks.js";
import { useStore } from "../../kit/useStore.js";
import { contentOf, dataNames } from "./content.js";

/** @import {Contact} from "../../forms/lookups.js" */
/** @import {Draft, Problem} from "./content.js" */
/** As the API answers.
 * @typedef {{subject: string, preheader?: string, html: string, text: string, problem: string | null, problems: Problem[]}} Shown */
/** @typedef {ReturnType<typeof usePreview>} Previewing */

const PAUSE_MS = 500;
const NO_SUBJECT = "…";

/** @param {string | null} slug @param {Draft | null} draft null: nothing yet */
export function usePreview(slug, draft) {
  const [contact, setContact] = useState(/** @type {Contact | null} */ (null));
  const [examples, setExamples] = useState(/** @type {Record<string, string>} */ ({}));
  const names = draft ? dataNames(draft) : [];
  const data = Object.fromEntries(
    names.filter((name) => examples[name]).map((name) => [name, meant(examples[name] ?? "")]),
  );
  const wanted = useSettled(
    draft && JSON.stringify({ content: asked(draft), contact_id: contact?.id ?? null, data }),
    PAUSE_MS,
  );
  const path = slug === null ? "/messages/preview" : `/messages/${slug}/preview`;
  const loaded = useLoad(
    async (signal) => {
      if (!wanted) return null;
      const answer = await send("POST", path, { body: JSON.parse(wanted), signal });
      return /** @type {Shown} */ (answer.data);
    },
    [path, wanted],
  );
  // What could not be asked while the server was away is asked when it is back.
  const { isAway } = useStore(connection);
  const { error, reload } = loaded;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the connection changes.
  useEffect(() => {
    if (!isAway && error) reload();
  }, [isAway]);
  const example = (/** @type {string} */ name, /** @type {string} */ value) =>
    setExamples((old) => ({ ...old, [name]: value }));
  return {
    ...loaded,
    contact,
    setContact,
    names,
    examples,
    example,
    sent: data,
    hasSubject: Boolean(draft?.subject.trim()),
  };
}

/** A subject that is still missing does not keep one from seeing the rest. @param {Draft} draft */
function asked(draft) {
  const content = contentOf(draft);
  return content.subject.trim() ? content : { ...content, subject: NO_SUBJECT };
}

/** @param {string} text @returns {string | number | boolean} */
function meant(text) {
  const number = Number(text);
  if (text.trim() && Number.isFinite(number)) return number;
  return text === "true" ? true : text === "false" ? false : text;
}
