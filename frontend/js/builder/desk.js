/** The desk on which a journey lies: its editor, saving, checking, and what stands open around the canvas. */

import { storeOf } from "../kit/store.js";
import { Checker } from "./checking.js";
import { Editor } from "./editor.js";
import { checkFlow, draftOf, journeyOf, putDraft } from "./far.js";
import { Memory } from "./memory.js";
import { Saver } from "./saving.js";
import { PAGE, shelf } from "./shelf.js";
import { Windows } from "./windows.js";

/** @import {Flow, NodeType} from "../model/types.js" */
/** @import {Report} from "./editor.js" */
/** @import {Draft, Journey} from "./far.js" */
/** @import {Kept} from "./memory.js" */

/** What stands at the side of the canvas.
 * @typedef {"palette" | "problems" | "trial" | null} Tray */

/** What lies over it. "kept" is work of an earlier visit; "people" are those at a node, or all with an empty one.
 * @typedef {Readonly<{kind: "publish" | "versions" | "conflict" | "kept" | "picture" | "keys" | "add"}
 *   | {kind: "people", node: string}>} Sheet */

/** The live version, for telling whether the draft does something else.
 * @typedef {Readonly<{number: number, flow: Flow}>} Live */

const LOOK_MS = 20_000;

export class Desk {
  /**
   * @param {{slug: string, person: number, types: ReadonlyMap<string, NodeType>, journey: Journey, draft: Draft,
   *   report: Report | null, isReadOnly: boolean}} given
   */
  constructor({ slug, person, types, journey, draft, report, isReadOnly }) {
    this.slug = slug;
    this.editor = new Editor({ slug, types, flow: draft.flow, isReadOnly, report });
    this.journey = storeOf(journey);
    this.live = storeOf(/** @type {Live | null} */ (null));
    this.tray = storeOf(/** @type {Tray} */ ("palette"));
    this.sheet = storeOf(/** @type {Sheet | null} */ (null));
    /** Whether the journey's own settings stand open where no step is chosen. */
    this.isAbout = storeOf(false);
    /** Whether live numbers are switched on. */
    this.hasNumbers = storeOf(false);
    /** Work of an earlier visit that never reached the server. */
    this.left = storeOf(/** @type {Kept | null} */ (null));
    /** ETags that other windows of this browser saved. */
    this.ownEtags = /** @type {Set<string>} */ (new Set());
    this.checker = new Checker(this.editor, checkFlow);
    this.windows = /** @type {Windows | null} */ (null);
    this.saver = new Saver({
      editor: this.editor,
      etag: draft.etag,
      memory: new Memory(shelf, { page: PAGE, slug, person }),
      far: {
        put: (flow, etag, isLeaving) => putDraft(slug, flow, etag, isLeaving),
        fetch: () => draftOf(slug),
        etag: async () => {
          const now = await journeyOf(slug);
          this.journey.set(now);
          return `"${now.revision}"`;
        },
        tell: (etag) => this.windows?.tell(etag),
        heard: (flow, report) => this.checker.heard(flow, report),
      },
    });
  }

  /** Begin to save, check and look out. @returns {() => void} stops it; what is not saved is saved then */
  begin() {
    const { saver } = this;
    const windows = new Windows(this.slug, PAGE, (etag) => {
      this.ownEtags.add(etag);
      if (etag !== saver.etag) void saver.look();
    });
    this.windows = windows;
    const stops = [this.checker.begin(), saver.begin(), () => windows.close()];
    /** @param {EventTarget} target @param {string} event @param {() => void} act */
    const on = (target, event, act) => {
      target.addEventListener(event, act);
      stops.push(() => target.removeEventListener(event, act));
    };
    on(window, "pagehide", () => void saver.flush({ isLeaving: true }));
    on(window, "focus", () => void saver.look());
    on(window, "blur", () => void saver.flush());
    on(window, "online", () => saver.retry());
    on(document, "visibilitychange", () => {
      if (document.visibilityState === "hidden") void saver.flush({ isLeaving: true });
      else void saver.look();
    });
    const timer = setInterval(() => document.visibilityState === "visible" && void saver.look(), LOOK_MS);
    stops.push(() => clearInterval(timer));
    return () => {
      for (const stop of stops) stop();
      this.windows = null;
      void saver.flush();
    };
  }

  /** Ask anew how the journey stands. */
  async refresh() {
    this.journey.set(await journeyOf(this.slug));
  }
}
