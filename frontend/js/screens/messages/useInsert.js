/** Putting words into a field where its cursor is, or was last. */

import { useRef } from "react";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Box */

/**
 * @param {(value: string) => void} onChange
 * @returns {{ref: {current: any}, insert: (words: string) => void, wrap: (before: string, after: string, empty: string) => void}}
 */
export function useInsert(onChange) {
  const ref = useRef(/** @type {Box | null} */ (null));

  /** @param {(chosen: string) => {words: string, from: number, to: number}} make what replaces the chosen words, and what is chosen then */
  const put = (make) => {
    const box = ref.current;
    if (!box) return;
    const start = box.selectionStart ?? box.value.length;
    const end = box.selectionEnd ?? start;
    const { words, from, to } = make(box.value.slice(start, end));
    const value = box.value.slice(0, start) + words + box.value.slice(end);
    onChange(value);
    requestAnimationFrame(() => {
      box.focus();
      box.setSelectionRange(start + from, start + to);
    });
  };
  return {
    ref,
    insert: (words) => put(() => ({ words, from: words.length, to: words.length })),
    wrap: (before, after, empty) =>
      put((chosen) => {
        const inner = chosen || empty;
        const words = before + inner + after;
        return { words, from: before.length, to: before.length + inner.length };
      }),
  };
}
