/** Sentences, ports and problems while one draws: the server checks the document as it is, saved or not. */

/** @import {Flow} from "../model/types.js" */
/** @import {Editor, Report} from "./editor.js" */

const REST_MS = 250;
const RETRY_MS = 4000;

export class Checker {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isAsking = false;
  /** @type {Flow | null} */
  #checked;
  /** @type {Flow | null} */
  #heard = null;

  /**
   * @param {Editor} editor @param {(flow: Flow) => Promise<Report>} ask
   */
  constructor(editor, ask) {
    this.editor = editor;
    this.ask = ask;
    this.#checked = editor.state.get().report ? editor.flow : null;
  }

  /** @returns {() => void} stops it */
  begin() {
    this.#hear();
    const stop = this.editor.state.watch(() => this.#hear());
    return () => {
      stop();
      this.#heard = null;
      clearTimeout(this.#timer);
    };
  }

  /**
   * Somebody else asked already.
   * @param {Flow} flow @param {Report} report
   */
  heard(flow, report) {
    if (!saysTheSame(flow, this.editor.flow) || saysTheSame(flow, this.#checked)) return;
    this.#checked = flow;
    this.editor.put({ report, reported: flow });
  }

  /** Something outside the document changed, such as the name of a message. */
  again() {
    this.#checked = this.#heard = null;
    this.#hear();
  }

  #hear() {
    const { flow } = this.editor;
    if (this.#isAsking || flow === this.#heard || saysTheSame(flow, this.#checked)) return;
    this.#heard = flow;
    this.#soon(REST_MS);
  }

  /** @param {number} ms */
  #soon(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), ms);
  }

  async #check() {
    const { flow } = this.editor;
    if (saysTheSame(flow, this.#checked)) return;
    this.#isAsking = true;
    const report = await this.ask(flow).catch(() => null);
    this.#isAsking = false;
    if (!report) return this.#soon(RETRY_MS);
    if (saysTheSame(flow, this.editor.flow)) this.heard(flow, report);
    this.#hear();
  }
}

/** @param {Flow} a @param {Flow | null} b @returns {boolean} whether names and places alone differ */
const saysTheSame = (a, b) => a === b || (b !== null && a.nodes === b.nodes && a.edges === b.edges);
