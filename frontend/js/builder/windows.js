/** Other windows of this browser with the same journey: who is there, and that one of them saved. */

const ANSWER_MS = 120;

/** @typedef {{kind: "asks", page: string} | {kind: "here", page: string} | {kind: "saved", page: string, etag: string}} Word */

export class Windows {
  /** @type {Set<string>} */
  #others = new Set();
  /** @type {BroadcastChannel | null} */
  #channel;

  /**
   * @param {string} slug @param {string} page this window @param {(etag: string) => void} whenSaved in another one
   */
  constructor(slug, page, whenSaved) {
    this.page = page;
    this.#channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(`towpath/${slug}`) : null;
    this.#channel?.addEventListener("message", ({ data }) => {
      const word = /** @type {Word} */ (data);
      if (word.kind === "asks") this.#post({ kind: "here", page });
      if (word.kind === "here") this.#others.add(word.page);
      if (word.kind === "saved") whenSaved(word.etag);
    });
  }

  /** @returns {Promise<ReadonlySet<string>>} the other windows in which the journey is open */
  async others() {
    this.#others.clear();
    this.#post({ kind: "asks", page: this.page });
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    return this.#others;
  }

  /** @param {string} etag */
  tell(etag) {
    this.#post({ kind: "saved", page: this.page, etag });
  }

  close() {
    this.#channel?.close();
    this.#channel = null;
  }

  /** @param {Word} word */
  #post(word) {
    this.#channel?.postMessage(word);
  }
}
