/** Doing something for many contacts, a few at a time, and counting what failed. */

const AT_ONCE = 4;

/**
 * @template T @param {readonly T[]} items @param {(item: T) => Promise<unknown>} act @param {(done: number) => void} tell
 * @returns {Promise<{failed: number, error: unknown}>} `error`: of the first that failed
 */
export async function inTurn(items, act, tell) {
  const waiting = [...items];
  const outcome = { failed: 0, error: /** @type {unknown} */ (null) };
  let done = 0;
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await act(item).catch((error) => {
        outcome.failed += 1;
        outcome.error ??= error;
      });
      done += 1;
      tell(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}
