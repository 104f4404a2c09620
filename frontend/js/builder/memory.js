/** What is not saved yet is remembered on this device, so that a closed window or a lost connection costs nothing. */

import { storeOf } from "../kit/store.js";

/** @import {Flow} from "../model/types.js" */

const KEEP_MS = 300;

/** A document that could not be saved so far: `etag` of the draft that it was made from, `at` in milliseconds since
 * 1970, `page` the visit that wrote it.
 * @typedef {Readonly<{page: string, slug: string, person: number, flow: Flow, etag: string, at: number}>} Kept */

/** @typedef {{put: (kept: Kept) => Promise<void>, drop: (page: string, slug: string) => Promise<void>}} Shelf */

export class Memory {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isWritten = false;
  #kept = storeOf(/** @type {Flow | null} */ (null));

  /** @param {Shelf} shelf @param {{page: string, slug: string, person: number}} whose */
  constructor(shelf, whose) {
    this.shelf = shelf;
    this.whose = whose;
    this.watch = this.#kept.watch;
    this.get = this.#kept.get;
  }

  /** The document that is remembered, null: none, or the device cannot. */
  get kept() {
    return this.#kept.get();
  }

  /** @param {Flow} flow @param {string} etag */
  keepSoon(flow, etag) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(flow, etag), KEEP_MS);
  }

  /** @param {Flow} flow @param {string} etag */
  keep(flow, etag) {
    clearTimeout(this.#timer);
    if (this.kept === flow) return;
    this.#isWritten = true;
    this.shelf.put({ ...this.whose, flow, etag, at: Date.now() }).then(
      () => this.#isWritten && this.#kept.set(flow),
      () => this.#kept.set(null),
    );
  }

  drop() {
    clearTimeout(this.#timer);
    this.#kept.set(null);
    if (!this.#isWritten) return;
    this.#isWritten = false;
    this.shelf.drop(this.whose.page, this.whose.slug).catch(() => {});
  }
}
