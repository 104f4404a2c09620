/** Saving the draft by itself: soon after the last change, never two at once, and never over what others saved. */

import { storeOf } from "../kit/store.js";
import { Pace } from "./pace.js";
import { isSameFile } from "./same.js";

/** @import {Flow} from "../model/types.js" */
/** @import {Editor} from "./editor.js" */
/** @import {Draft, Far} from "./far.js" */
/** @import {Memory} from "./memory.js" */
/** @import {Standing} from "./standing.js" */

export class Saver {
  #editor;
  #far;
  #etag;
  /** @type {Flow} as it lies on the server, as far as we know */
  #saved;
  /** @type {Flow} */
  #heard;
  #pace = new Pace(() => void this.#once(false));
  /** @type {Promise<boolean> | null} */
  #flight = null;

  standing = storeOf(/** @type {Standing} */ ({ kind: "saved", at: null }));
  /** What somebody else saved since; nothing of it was taken over yet. */
  theirs = storeOf(/** @type {Draft | null} */ (null));

  /** @param {{editor: Editor, etag: string, far: Far, memory: Memory}} given the editor holds the document of that ETag */
  constructor({ editor, etag, far, memory }) {
    this.#editor = editor;
    this.#far = far;
    this.#etag = etag;
    this.#saved = this.#heard = editor.flow;
    this.memory = memory;
  }

  get etag() {
    return this.#etag;
  }

  /** Whether there is something that is not saved. */
  get isDirty() {
    return this.#editor.flow !== this.#saved;
  }

  /** Whether this device remembers what is not saved, so that nothing is lost when the page closes. */
  get isKept() {
    return !this.isDirty || this.memory.kept === this.#editor.flow;
  }

  /** @returns {() => void} stops watching */
  begin() {
    this.#hear();
    return this.#editor.state.watch(() => this.#hear());
  }

  /**
   * Save now what is not saved yet.
   * @param {{isLeaving?: boolean}} [options] @returns {Promise<boolean>} whether everything is saved
   */
  async flush({ isLeaving = false } = {}) {
    if (this.isDirty) this.memory.keep(this.#editor.flow, this.#etag);
    while (this.isDirty && this.standing.get().kind !== "conflict") {
      if (!(await this.#once(isLeaving))) return false;
    }
    return !this.isDirty;
  }

  /** Look whether somebody else saved, before anything is overwritten. */
  async look() {
    if (this.#flight || this.theirs.get()) return;
    const etag = await this.#far.etag().catch(() => this.#etag);
    if (etag === this.#etag || this.#flight) return;
    const theirs = await this.#far.fetch().catch(() => null);
    if (theirs && !this.#flight && theirs.etag !== this.#etag) this.#meet(theirs);
  }

  /** Save mine over theirs. */
  async keepMine() {
    const theirs = this.theirs.get();
    if (!theirs) return true;
    this.theirs.set(null);
    this.#etag = theirs.etag;
    this.#saved = theirs.flow;
    this.standing.set({ kind: "waiting" });
    return this.flush();
  }

  /**
   * Take theirs; mine comes back by undo.
   * @param {string} label of the step
   */
  takeTheirs(label) {
    const theirs = this.theirs.get();
    if (!theirs) return;
    this.theirs.set(null);
    this.#etag = theirs.etag;
    this.#saved = theirs.flow;
    this.#editor.run(label, () => theirs.flow, { panel: null });
    this.#settle(Date.now());
  }

  /** The server answers again: do not wait for the next try. */
  retry() {
    if (this.standing.get().kind === "away" && !this.#flight) void this.#once(false);
  }

  #hear() {
    const { flow } = this.#editor;
    if (flow === this.#heard) return;
    this.#heard = flow;
    const standing = this.standing.get();
    if (!this.isDirty && !this.#flight) return this.#settle(standing.kind === "saved" ? standing.at : Date.now());
    this.memory.keepSoon(flow, this.#etag);
    if (!this.#flight && standing.kind !== "conflict") this.#schedule();
  }

  #schedule() {
    this.#pace.soon();
    if (this.standing.get().kind !== "away") this.standing.set({ kind: "waiting" });
  }

  /** @param {boolean} isLeaving @returns {Promise<boolean>} whether something was saved */
  #once(isLeaving) {
    this.#flight ??= this.#send(isLeaving).then((isDone) => {
      this.#flight = null;
      if (isDone && this.isDirty) this.#schedule();
      else if (isDone) this.#settle(Date.now());
      return isDone;
    });
    return this.#flight;
  }

  /** @param {boolean} isLeaving @returns {Promise<boolean>} */
  async #send(isLeaving) {
    this.#pace.stop();
    const theirs = this.theirs.get();
    if (theirs) return this.#meet(theirs);
    const { flow } = this.#editor;
    if (flow === this.#saved) return true;
    this.standing.set({ kind: "saving" });
    try {
      const { etag, report } = await this.#far.put(flow, this.#etag, isLeaving);
      this.#far.heard(flow, report);
      this.#far.tell(etag);
      return this.#adopt(flow, etag);
    } catch (error) {
      return await this.#failed(/** @type {any} */ (error), flow).catch((second) => this.#failed(second, flow));
    }
  }

  /** @param {Error & {status?: number, isAway?: boolean}} error @param {Flow} sent @returns {Promise<boolean>} */
  async #failed(error, sent) {
    if (error.status === 412) {
      const theirs = await this.#far.fetch();
      // Where theirs is what we sent, our own save had arrived and only its answer was lost.
      return isSameFile(theirs.flow, sent) ? this.#adopt(sent, theirs.etag) : this.#meet(theirs);
    }
    this.memory.keep(this.#editor.flow, this.#etag);
    if (error.status === undefined || error.isAway) {
      this.standing.set({ kind: "away" });
      this.#pace.later();
    } else {
      this.standing.set({ kind: "refused", detail: error.message, isGone: error.status === 404 });
    }
    return false;
  }

  /** @param {Flow} flow @param {string} etag @returns {true} */
  #adopt(flow, etag) {
    this.#saved = flow;
    this.#etag = etag;
    this.#pace.worked();
    return true;
  }

  /**
   * Somebody else saved. Where both say the same there is nothing to decide.
   * @param {Draft} theirs @returns {boolean} whether that is so
   */
  #meet(theirs) {
    const isSettled = isSameFile(theirs.flow, this.#editor.flow);
    this.theirs.set(isSettled ? null : theirs);
    if (isSettled) return this.#adopt(this.#editor.flow, theirs.etag);
    if (this.isDirty) this.standing.set({ kind: "conflict" });
    return false;
  }

  /**
   * Everything is saved.
   * @param {number | null} at
   */
  #settle(at) {
    this.#pace.stop();
    this.standing.set({ kind: "saved", at });
    this.memory.drop();
  }
}
