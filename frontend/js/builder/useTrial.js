/** Walking one person through the document as it is now, and going along their way step by step. */

import { useCallback, useEffect, useState } from "react";
import { change } from "../api/http.js";
import { stageOf } from "../canvas/stage.js";
import { dateTime } from "../kit/format.js";
import { at as pathOf } from "./far.js";
import { useEditor, useFlow } from "./useEditor.js";
import { overlayOf } from "./walked.js";

/** @import {Flow} from "../model/types.js" */
/** @import {TrialFound} from "./walked.js" */

const STEP_MS = 900;

/** @typedef {Readonly<{contact_id: number, entry: string, data: Record<string, unknown>, answers: Record<string, string>}>} Wish */
/** `of` is the document that was walked. @typedef {Readonly<{found: TrialFound, of: Flow, wish: Wish}>} Walked */

export function useTrial() {
  const editor = useEditor();
  const flow = useFlow();
  const [walked, setWalked] = useState(/** @type {Walked | null} */ (null));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [isBusy, setBusy] = useState(false);
  const [place, setPlace] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const count = walked?.found.steps.length ?? 0;

  const play = useCallback(
    async (/** @type {Wish} */ wish) => {
      setBusy(true);
      setError(null);
      const of = editor.flow;
      try {
        const body = { ...wish, document: of, ...(!wish.entry && { entry: "" }) };
        const found = await change("POST", pathOf(editor.slug, "/trials"), body);
        setWalked({ found, of, wish });
        const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
        setPlace(isCalm ? found.steps.length - 1 : 0);
        setPlaying(!isCalm);
      } catch (problem) {
        setWalked(null);
        setError(/** @type {Error} */ (problem));
      }
      setBusy(false);
    },
    [editor],
  );

  const stepTo = useCallback(
    (/** @type {number} */ to) => {
      setPlaying(false);
      setPlace(Math.max(0, Math.min(to, count - 1)));
    },
    [count],
  );

  useEffect(() => {
    if (!isPlaying) return;
    if (place >= count - 1) return setPlaying(false);
    const timer = setTimeout(() => setPlace(place + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, place, count]);

  useEffect(() => {
    const step = walked?.found.steps[place];
    editor.put({ overlay: walked ? overlayOf(walked.found.steps, place, (one) => dateTime(one.at)) : null });
    if (step) stageOf(editor).reveal(step.node);
  }, [editor, walked, place]);
  useEffect(() => () => editor.put({ overlay: null }), [editor]);

  const again = () => {
    setPlace(0);
    setPlaying(true);
  };
  const isOld = walked !== null && (walked.of.nodes !== flow.nodes || walked.of.edges !== flow.edges);
  const clear = () => {
    setWalked(null);
    setError(null);
    setPlaying(false);
  };
  return {
    walked,
    error,
    isBusy,
    place,
    isPlaying,
    isOld,
    play,
    stepTo,
    again,
    pause: () => setPlaying(false),
    clear,
  };
}
