/** A value that components can watch. Everything that outlives one screen lives in one of these. */

/** @template T @typedef {{get: () => T, set: (next: T) => void, watch: (hear: () => void) => () => void}} Store */

/**
 * @template T @param {T} first @returns {Store<T>}
 */
export function storeOf(first) {
  let present = first;
  const ears = /** @type {Set<() => void>} */ (new Set());
  return {
    get: () => present,
    set(next) {
      if (Object.is(next, present)) return;
      present = next;
      for (const hear of [...ears]) hear();
    },
    watch(hear) {
      ears.add(hear);
      return () => ears.delete(hear);
    },
  };
}
