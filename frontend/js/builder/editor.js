/** The journey on the table: its document with all that was done to it, what is chosen, and what the server says. */

import { storeOf } from "../kit/store.js";
import { arrange } from "../layout/arrange.js";
import { nodeAt, portsIn } from "../model/document.js";
import { record, redo, startHistory, undo } from "../model/history.js";

/** @import {Drawing} from "../layout/arrange.js" */
/** @import {History} from "../model/history.js" */
/** @import {Flow, NodeType, Port, PortRef, PortsOf} from "../model/types.js" */

/** A problem as POST /journeys/check tells it: an error forbids publishing, a notice does not.
 * @typedef {Readonly<{code: string, severity: "error" | "notice", node: string | null, field: string | null,
 *   port: string | null, detail: string, fix: string}>} Problem */

/** What the last check said of the document as it was then.
 * @typedef {Readonly<{can_publish: boolean, problems: readonly Problem[], summaries: Readonly<Record<string, string>>,
 *   ports: Readonly<Record<string, readonly Port[]>>}>} Report */

/** Live figures of one node (GET /journeys/{slug}/counts).
 * @typedef {Readonly<{waiting: number, set_aside: number, passed: Readonly<Record<string, number>>}>} NodeCounts */

/** What is painted over the cards: the way of one person, or what differs between two versions. `tone` is one of
 * added, removed, changed, path; a card that is not named stands back when `isDim`. Edges are named "from/port".
 * @typedef {Readonly<{nodes: Readonly<Record<string, {tone: string, note?: string}>>, edges: Readonly<Record<string, string>>,
 *   isDim: boolean}>} Overlay */

/** @typedef {object} StateFields
 * @property {History} history its `present` is the document
 * @property {ReadonlySet<string>} chosen keys of chosen nodes
 * @property {PortRef | null} edge the chosen edge
 * @property {string | null} panel key of the node whose settings stand open
 * @property {Report | null} report
 * @property {Flow | null} reported the document that the report is about
 * @property {Readonly<Record<string, NodeCounts>> | null} counts null: not switched on
 * @property {Overlay | null} overlay
 * @property {"canvas" | "outline"} view
 * @property {Readonly<{text: string, n: number}>} said what a screen reader is to hear
 * @typedef {Readonly<StateFields>} State */

const NONE = /** @type {ReadonlySet<string>} */ (new Set());

export class Editor {
  /** @type {{flow: Flow, told: Report | null, portsOf: PortsOf} | null} */
  #ports = null;
  /** @type {{flow: Flow, portsOf: PortsOf, drawing: Drawing} | null} */
  #drawn = null;

  /**
   * @param {{slug: string, types: ReadonlyMap<string, NodeType>, flow: Flow, isReadOnly?: boolean, report?: Report | null}} given
   */
  constructor({ slug, types, flow, isReadOnly = false, report = null }) {
    this.slug = slug;
    this.types = types;
    this.isReadOnly = isReadOnly;
    this.state = storeOf(
      /** @type {State} */ ({
        history: startHistory(flow),
        chosen: NONE,
        edge: null,
        panel: null,
        report,
        reported: report && flow,
        counts: null,
        overlay: null,
        view: "canvas",
        said: { text: "", n: 0 },
      }),
    );
  }

  get flow() {
    return this.state.get().history.present;
  }

  /** Tells the ports of a node, from left to right; the same function while nothing changed. */
  get portsOf() {
    const { flow, state } = this;
    const told = state.get().report;
    if (this.#ports?.flow !== flow || this.#ports.told !== told) {
      this.#ports = { flow, told, portsOf: portsIn(flow, this.types, told?.ports) };
    }
    return this.#ports.portsOf;
  }

  /** Where cards stand and edges run; worked out once per document. */
  get drawing() {
    const { flow, portsOf } = this;
    if (this.#drawn?.flow !== flow || this.#drawn.portsOf !== portsOf) {
      const isEntry = (/** @type {string} */ key) => this.typeOf(key)?.is_entry ?? false;
      this.#drawn = { flow, portsOf, drawing: arrange(flow, portsOf, { isEntry }) };
    }
    return this.#drawn.drawing;
  }

  /** @param {Partial<State>} change */
  put(change) {
    this.state.set({ ...this.state.get(), ...change });
  }

  /**
   * Do something to the document; it can be undone. What is chosen and no longer there is let go.
   * @param {string} label such as "Added “Wait 2 days”" @param {(flow: Flow) => Flow} command
   * @param {{field?: string, choose?: Iterable<string>, panel?: string | null}} [options] `field`: where somebody types
   */
  run(label, command, { field, choose, panel } = {}) {
    if (this.isReadOnly) return;
    const { history } = this.state.get();
    const next = record(history, command(history.present), { label, at: Date.now(), ...(field && { field }) });
    this.#show(next, choose, panel);
  }

  /** @returns {string | undefined} what was taken back */
  undo() {
    const { history } = this.state.get();
    this.#show(undo(history));
    return history.past.at(-1)?.label;
  }

  /** @returns {string | undefined} what was done again */
  redo() {
    const { history } = this.state.get();
    this.#show(redo(history));
    return history.future[0]?.label;
  }

  /** @param {History} history @param {Iterable<string>} [choose] @param {string | null} [panel] */
  #show(history, choose, panel) {
    const state = this.state.get();
    const flow = history.present;
    const kept = [...(choose ?? state.chosen)].filter((key) => nodeAt(flow, key));
    const isSame = kept.length === state.chosen.size && kept.every((key) => state.chosen.has(key));
    const open = panel === undefined ? state.panel : panel;
    this.put({
      history,
      chosen: isSame ? state.chosen : new Set(kept),
      panel: open !== null && nodeAt(flow, open) ? open : null,
      edge:
        state.edge && flow.edges.some((e) => e.from === state.edge?.from && e.port === state.edge.port)
          ? state.edge
          : null,
    });
  }

  /**
   * Choose nodes (and no edge).
   * @param {Iterable<string>} keys
   */
  choose(keys) {
    this.put({ chosen: new Set(keys), edge: null });
  }

  /**
   * Choose one node and open its settings.
   * @param {string} key
   */
  open(key) {
    this.put({ chosen: new Set([key]), edge: null, panel: key });
  }

  /** @param {string} text for a screen reader */
  say(text) {
    this.put({ said: { text, n: this.state.get().said.n + 1 } });
  }

  /** @param {string} key @returns {NodeType | undefined} */
  typeOf(key) {
    return this.types.get(nodeAt(this.flow, key)?.type ?? "");
  }

  /** @param {string} key @returns {string} what the node is called: the server's sentence, or its type's label */
  nameOf(key) {
    const { report } = this.state.get();
    const told = report && Object.hasOwn(report.summaries, key) ? report.summaries[key] : "";
    return told || (this.typeOf(key)?.label ?? nodeAt(this.flow, key)?.type ?? key);
  }
}
