/** The words of the model, as types; nothing here runs. */

/** A node as it is written: its type and its settings.
 * @typedef {Readonly<{type: string, config: Readonly<Record<string, unknown>>}>} NodeSpec */

/** Leads from a port of one node to another node.
 * @typedef {Readonly<{from: string, port: string, to: string}>} Edge */

/** @typedef {readonly [number, number]} Point */

/** A remark on the canvas.
 * @typedef {Readonly<{text: string, at: Point}>} Note */

/** A flow document, never changed in place: what did not change is shared, so `===` tells what did.
 * @typedef {object} FlowFields
 * @property {"towpath.flow/1"} format
 * @property {string} [name]
 * @property {string} [description]
 * @property {string} [author]
 * @property {string} [license]
 * @property {string} [locale]
 * @property {Readonly<Record<string, unknown>>} [parameters]
 * @property {Readonly<Record<string, NodeSpec>>} nodes
 * @property {readonly Edge[]} edges
 * @property {Readonly<Record<string, Point>>} [layout]
 * @property {readonly Note[]} [notes]
 * @property {Readonly<Record<string, unknown>>} [resources]
 * @property {readonly unknown[]} [tests]
 * @typedef {Readonly<FlowFields>} Flow */

/** A named way out of a node; `tone` is one of plain, yes, no, error.
 * @typedef {Readonly<{key: string, label: string, tone: string}>} Port */

/** A way out of a certain node.
 * @typedef {Readonly<{from: string, port: string}>} PortRef */

/** What the server says of a node type (GET /api/v1/node-types).
 * @typedef {object} NodeTypeFields
 * @property {string} type
 * @property {string} label
 * @property {string} icon
 * @property {string} group
 * @property {string} help
 * @property {boolean} is_entry
 * @property {readonly Port[]} ports
 * @property {Readonly<Record<string, unknown>>} schema
 * @typedef {Readonly<NodeTypeFields>} NodeType */

/** Tells the ports of a node from left to right.
 * @typedef {(key: string) => readonly Port[]} PortsOf */

/** Part of a flow, to be put into a flow.
 * @typedef {Readonly<Pick<Flow, "nodes" | "edges" | "layout">>} Fragment */

export {};
