/** A message being written: loaded, kept while it is unsaved, saved, and what happens when somebody else saved it too. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { change, Problem, send } from "../../api/http.js";
import { t } from "../../kit/text.js";
import { go } from "../../shell/router.js";
import { sayError, toast } from "../../ui/Toast.js";
import { contentOf, draftOf, emptyDraft, isSame } from "./content.js";
import { forget, keep, kept } from "./kept.js";

/** @import {Draft, Saved} from "./content.js" */
/** @import {Fault} from "../../api/http.js" */

/** `generation` counts how often the whole draft was replaced: what holds a part of it begins anew then. `theirs` is what
 * somebody else saved in between.
 * @typedef {{draft: Draft, saved: Saved | null, etag: string, generation: number, theirs: {saved: Saved, etag: string} | null,
 *   faults: Fault[], isSaving: boolean, error: Error | null, isLoading: boolean, foundAgain: string | null}} State */
/** @typedef {ReturnType<typeof useMessage>} Writing */

const KEEP_MS = 600;
const PATH = "/messages";

/**
 * @param {string | null} slug null: a new message
 * @param {(slug: string) => void} onSaved
 * @param {string} [name] what a new message may be called
 */
export function useMessage(slug, onSaved, name = "") {
  const [state, setState] = useState(() => beginning(slug, name));
  const now = useRef(state);
  now.current = state;
  const put = useCallback((/** @type {Partial<State>} */ parts) => setState((old) => ({ ...old, ...parts })), []);
  const load = useCallback(() => {
    if (slug === null) return;
    put({ isLoading: true, error: null });
    send("GET", `${PATH}/${slug}`).then(
      ({ data, etag }) => setState(opened(data, etag)),
      (error) => put({ isLoading: false, error }),
    );
  }, [slug, put]);
  useEffect(load, [load]);

  const base = useMemo(
    () => (state.saved ? draftOf(state.saved.name, state.saved.content) : emptyDraft()),
    [state.saved],
  );
  const isChanged = !state.isLoading && !state.error && !isSame(state.draft, base);
  const settle = useKeeping(slug, state, isChanged);

  const edit = useCallback(
    (/** @type {Partial<Draft>} */ parts) =>
      setState((old) => ({ ...old, draft: { ...old.draft, ...parts }, faults: [] })),
    [],
  );
  const replace = useCallback(
    (/** @type {Draft} */ draft) =>
      setState((old) => ({ ...old, draft, faults: [], generation: old.generation + 1 })),
    [],
  );

  /** @param {{etag?: string}} [options] @returns {Promise<string | null>} the slug; null: it could not be saved */
  const save = async ({ etag = now.current.etag } = {}) => {
    const { draft } = now.current;
    if (!draft.name.trim()) {
      put({ faults: [{ pointer: "/name", detail: t("messages.nameMissing") }] });
      return null;
    }
    put({ isSaving: true, faults: [] });
    try {
      const body = { name: draft.name.trim(), content: contentOf(draft) };
      const answer =
        slug === null
          ? await send("POST", PATH, { body })
          : await send("PATCH", `${PATH}/${slug}`, { body, etag });
      settle();
      setState((old) => saved(old, answer.data, answer.etag, draft));
      onSaved(answer.data.slug);
      return answer.data.slug;
    } catch (error) {
      put({ isSaving: false });
      if (error instanceof Problem && error.status === 412 && slug !== null) await collide(slug, put);
      else if (error instanceof Problem && error.errors.length) put({ faults: error.errors });
      else sayError(error);
      return null;
    }
  };

  return { slug, ...state, base, isChanged, edit, replace, load, save, ...choices() };

  /** What one can do when somebody saved in between, or with what was found again. */
  function choices() {
    const { theirs, draft } = state;
    return {
      keepMine: () => {
        put({ theirs: null });
        return theirs && save({ etag: theirs.etag });
      },
      takeTheirs: () => {
        if (!theirs) return;
        forget(slug);
        setState((old) => ({ ...opened(theirs.saved, theirs.etag, true), generation: old.generation + 1 }));
      },
      keepAsCopy: async () => {
        const body = { name: t("messages.copyOf", { name: draft.name }), content: contentOf(draft) };
        const copy = await change("POST", PATH, body).catch(sayError);
        if (!copy || !theirs) return;
        forget(slug);
        setState((old) => ({ ...opened(theirs.saved, theirs.etag, true), generation: old.generation + 1 }));
        const action = { label: t("messages.openCopy"), run: () => go(`/messages/${copy.slug}`) };
        toast({ text: t("messages.copySaved", { name: copy.name }), tone: "good", action });
      },
      wait: () => put({ theirs: null }),
      discard: () => {
        forget(slug);
        setState((old) => ({ ...old, draft: base, faults: [], foundAgain: null, generation: old.generation + 1 }));
      },
    };
  }
}

/** @param {string | null} slug @param {string} [name] @returns {State} */
function beginning(slug, name = "") {
  const found = slug === null ? kept(null) : null;
  return {
    draft: found?.draft ?? { ...emptyDraft(), name },
    saved: null,
    etag: "",
    generation: 0,
    theirs: null,
    faults: [],
    isSaving: false,
    error: null,
    isLoading: slug !== null,
    foundAgain: found?.at ?? null,
  };
}

/** @param {Saved} found @param {string} etag @param {boolean} [isFresh] what was kept is of no interest @returns {State} */
function opened(found, etag, isFresh = false) {
  const own = isFresh ? null : kept(found.slug);
  const draft = own?.draft ?? draftOf(found.name, found.content);
  // Saving with the old ETag, so that what somebody saved meanwhile is noticed.
  return {
    ...beginning(found.slug),
    draft,
    saved: found,
    etag: own?.etag ?? etag,
    isLoading: false,
    generation: 1,
    foundAgain: own?.at ?? null,
  };
}

/** @param {State} old @param {Saved} answer @param {string} etag @param {Draft} sent @returns {State} */
function saved(old, answer, etag, sent) {
  // What was typed while it was being saved stays.
  const draft = old.draft === sent ? { ...draftOf(answer.name, answer.content), mode: sent.mode } : old.draft;
  return { ...old, saved: answer, etag, draft, isSaving: false, foundAgain: null, theirs: null };
}

/** @param {string} slug @param {(parts: Partial<State>) => void} put */
async function collide(slug, put) {
  try {
    const { data, etag } = await send("GET", `${PATH}/${slug}`);
    put({ theirs: { saved: data, etag } });
  } catch (error) {
    sayError(error);
  }
}

/** Keep what is unsaved; say so when one leaves. @param {string | null} slug @param {State} state @param {boolean} isChanged */
function useKeeping(slug, state, isChanged) {
  const { draft, etag, isLoading, error } = state;
  const latest = useRef({ draft, etag, isChanged });
  latest.current = { draft, etag, isChanged };
  useEffect(() => {
    if (isLoading || error) return;
    if (!isChanged) return forget(slug);
    const timer = setTimeout(() => keep(slug, draft, etag), KEEP_MS);
    return () => clearTimeout(timer);
  }, [slug, draft, etag, isChanged, isLoading, error]);
  useEffect(() => {
    const now = () => latest.current.isChanged && keep(slug, latest.current.draft, latest.current.etag);
    addEventListener("pagehide", now);
    return () => {
      removeEventListener("pagehide", now);
      if (now() === false) return;
      const action = { label: t("messages.goBack"), run: () => go(`/messages/${slug ?? "new"}`) };
      toast({
        text: t("messages.leftUnsaved", { name: latest.current.draft.name || t("messages.untitled") }),
        action,
      });
    };
  }, [slug]);
  return () => {
    latest.current.isChanged = false;
    forget(slug);
  };
}
