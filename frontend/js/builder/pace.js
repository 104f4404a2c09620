/** When to do what should be done soon: after a pause, yet not put off for ever; and again when it failed. */

const REST_MS = 1000;
const MOST_MS = 5000;
const RETRY_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

export class Pace {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #since = 0;
  #tries = 0;

  /** @param {() => void} act */
  constructor(act) {
    this.act = act;
  }

  /** A second after the last call, at the latest five seconds after the first. */
  soon() {
    const now = Date.now();
    this.#since ||= now;
    this.#after(Math.max(0, Math.min(REST_MS, this.#since + MOST_MS - now)));
  }

  /** It failed: try again, each time a while later. */
  later() {
    this.#after(RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? MOST_MS);
    this.#tries += 1;
  }

  /** It begins, so nothing waits any more. */
  stop() {
    clearTimeout(this.#timer);
    this.#since = 0;
  }

  /** It worked. */
  worked() {
    this.#tries = 0;
  }

  /** @param {number} ms */
  #after(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.act, ms);
  }
}
