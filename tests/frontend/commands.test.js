import assert from "node:assert/strict";
import { test } from "node:test";
import * as commands from "../../frontend/js/model/commands.js";
import {
  edgeAt,
  emptyFlow,
  entries,
  newKey,
  openFlow,
  portsIn,
  slugOf,
  successors,
} from "../../frontend/js/model/document.js";
import { duplicate, fragmentOf, freshKeys, graft } from "../../frontend/js/model/graft.js";
import * as surroundings from "../../frontend/js/model/surroundings.js";
import { connect, disconnect, reconnect } from "../../frontend/js/model/wiring.js";
import { law, openPorts, pick, ports, someKeys, TYPES } from "./random.js";

const edge = (text) => {
  const [from, port, to] = text.split(" ");
  return { from, port, to };
};
const texts = (flow) => flow.edges.map(({ from, port, to }) => `${from} ${port} ${to}`).sort();
const frozen = (value) => {
  if (typeof value === "object" && value) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

/** starts → asks → (yes: thanks → done, no: nudge → done) */
const asked = () =>
  frozen({
    ...emptyFlow("Asked"),
    nodes: {
      starts: { type: "starts", config: {} },
      asks: { type: "branch", config: { condition: { tag: "vip" } } },
      thanks: { type: "wait", config: { for: "P1D" } },
      nudge: { type: "wait", config: { for: "P2D" } },
      done: { type: "exit", config: {} },
    },
    edges: ["starts next asks", "asks yes thanks", "asks no nudge", "thanks next done", "nudge next done"].map(
      edge,
    ),
  });

test("a slug is readable, ASCII and free", () => {
  assert.equal(slugOf("Wait für ein Café — 2 days!", new Set()), "wait-fur-ein-cafe-2-days");
  assert.equal(slugOf("日本", new Set()), "step");
  assert.equal(slugOf("Wait", new Set(["wait", "wait-2"])), "wait-3");
  assert.equal(newKey(emptyFlow(), "constructor"), "constructor");
  assert.match(slugOf("x".repeat(300), new Set()), /^x{56}$/);
});

test("a document of the server opens though its empty parts are missing", () => {
  assert.deepEqual(openFlow({ name: "A" }), { format: "towpath.flow/1", name: "A", nodes: {}, edges: [] });
});

test("ports come from the check, else from the type, else from the edges", () => {
  const flow = {
    ...asked(),
    nodes: { ...asked().nodes, odd: { type: "acme.odd", config: {} } },
    edges: ["odd no done", "odd b done", "asks gone done"].map(edge),
  };
  const told = portsIn(flow, TYPES, { thanks: [{ key: "after", label: "After", tone: "plain" }] });
  const keys = (key) => told(key).map((port) => port.key);

  assert.deepEqual(keys("thanks"), ["after"]);
  assert.deepEqual(keys("odd"), ["b", "no"]);
  assert.deepEqual(keys("asks"), ["yes", "no", "gone"]);
  assert.deepEqual(keys("constructor"), []);
});

test("queries follow ports and know entries", () => {
  assert.deepEqual(successors(asked(), "asks", ports(asked())), ["thanks", "nudge"]);
  assert.deepEqual(entries(asked(), TYPES), ["starts"]);
});

test("a node is added after an open port, and never over another", () => {
  const flow = commands.addNode(disconnect(asked(), { from: "asks", port: "no" }), {
    key: "wait",
    type: "wait",
    after: { from: "asks", port: "no" },
  });

  assert.equal(edgeAt(flow, { from: "asks", port: "no" }).to, "wait");
  assert.throws(() => commands.addNode(flow, { key: "wait", type: "wait" }), RangeError);
});

test("a node inserted on an edge is followed by what followed", () => {
  const args = { key: "wait", type: "wait", edge: { from: "asks", port: "yes" }, outlet: "next" };
  const flow = commands.insertOnEdge(asked(), args);

  assert.ok(texts(flow).includes("asks yes wait") && texts(flow).includes("wait next thanks"));
});

test("an exit inserted on an edge ends the way", () => {
  const flow = commands.insertOnEdge(asked(), { key: "end", type: "exit", edge: { from: "asks", port: "yes" } });

  assert.deepEqual(
    texts(flow).filter((text) => /end|thanks/.test(text)),
    ["asks yes end", "thanks next done"],
  );
});

test("a second edge from one port replaces the first", () => {
  const flow = connect(asked(), edge("asks yes done"));

  assert.deepEqual(
    texts(flow).filter((text) => text.startsWith("asks yes")),
    ["asks yes done"],
  );
  assert.equal(connect(flow, edge("asks yes done")), flow);
});

test("an edge is taken to another node or another port", () => {
  const led = reconnect(asked(), { edge: { from: "asks", port: "yes" }, to: "done" });
  const held = reconnect(asked(), { edge: { from: "asks", port: "yes" }, start: { from: "asks", port: "no" } });

  assert.ok(texts(led).includes("asks yes done"));
  assert.deepEqual(
    texts(held).filter((text) => text.startsWith("asks")),
    ["asks no thanks"],
  );
});

test("removing a node leads on to what followed by its first port", () => {
  const flow = commands.removeNodes(asked(), { keys: ["asks"], portsOf: ports(asked()) });

  assert.deepEqual(texts(flow), ["nudge next done", "starts next thanks", "thanks next done"]);
});

test("removing a row of nodes and a loop heals across all of them", () => {
  const across = commands.removeNodes(asked(), { keys: ["asks", "thanks"], portsOf: ports(asked()) });
  const looped = connect(asked(), edge("nudge next asks"));
  const healed = commands.removeNodes(looped, { keys: ["nudge"], portsOf: ports(looped) });

  assert.ok(texts(across).includes("starts next done"));
  assert.ok(!texts(healed).some((text) => text.startsWith("asks no")));
});

test("a node moves elsewhere and leaves a healed way behind", () => {
  const move = { key: "thanks", edge: { from: "nudge", port: "next" }, portsOf: ports(asked()) };
  const flow = commands.moveNode(asked(), move);

  assert.deepEqual(texts(flow), [
    "asks no nudge",
    "asks yes done",
    "nudge next thanks",
    "starts next asks",
    "thanks next done",
  ]);
});

test("a node moved to where it stands changes nothing", () => {
  const portsOf = ports(asked());

  assert.equal(
    commands.moveNode(asked(), { key: "thanks", edge: { from: "thanks", port: "next" }, portsOf }).edges.length,
    5,
  );
  const flow = asked();
  assert.equal(commands.moveNode(flow, { key: "thanks", edge: { from: "asks", port: "yes" }, portsOf }), flow);
});

test("places for a moving node leave out its own", () => {
  const places = commands.placesFor(asked(), ports(asked()), "thanks").map(({ from, port }) => `${from} ${port}`);

  assert.deepEqual(places.sort(), ["asks no", "nudge next", "starts next"]);
});

test("a duplicated step is the next step; a duplicated group stands alone", () => {
  const one = duplicate(asked(), {
    keys: freshKeys(asked(), fragmentOf(asked(), ["thanks"])),
    portsOf: ports(asked()),
  });
  const two = duplicate(asked(), {
    keys: freshKeys(asked(), fragmentOf(asked(), ["thanks", "done"])),
    portsOf: ports(asked()),
  });

  assert.ok(texts(one).includes("thanks next thanks-2") && texts(one).includes("thanks-2 next done"));
  assert.ok(texts(two).includes("thanks-2 next done-2"));
  assert.equal(two.edges.length, 6);
});

test("a fragment is put between a port and what follows it", () => {
  const fragment = fragmentOf(asked(), ["thanks"]);
  const keys = freshKeys(asked(), fragment);
  const portsOf = (key) => (key === "thanks-2" ? TYPES.get("wait").ports : ports(asked())(key));
  const flow = graft(asked(), { fragment, keys, edge: { from: "starts", port: "next" }, portsOf });

  assert.ok(texts(flow).includes("starts next thanks-2") && texts(flow).includes("thanks-2 next asks"));
});

test("settings change, go away, and stay the same document when they stay the same", () => {
  const flow = commands.changeConfig(asked(), { key: "thanks", changes: { for: undefined, note: "x" } });
  const same = asked();

  assert.deepEqual(flow.nodes.thanks.config, { note: "x" });
  assert.equal(commands.changeConfig(same, { key: "thanks", changes: { for: "P1D" } }), same);
  assert.equal(flow.nodes.asks, flow.nodes.asks);
});

test("words, notes and places come and go", () => {
  let flow = surroundings.rename(asked(), { name: "New", description: "Why" });
  flow = surroundings.addNote(flow, { text: "a", at: [1, 2] });
  flow = surroundings.changeNote(flow, { index: 0, text: "b" });
  flow = surroundings.place(flow, { places: { asks: [5, 5], ghost: [0, 0], done: [1, 1] } });

  assert.deepEqual([flow.name, flow.description, flow.notes], ["New", "Why", [{ text: "b", at: [1, 2] }]]);
  assert.deepEqual(flow.layout, { asks: [5, 5], done: [1, 1] });
  assert.deepEqual(surroundings.tidy(flow, { keys: ["asks"] }).layout, { done: [1, 1] });
  assert.equal("layout" in surroundings.tidy(flow), false);
  assert.deepEqual(surroundings.removeNote(flow, { index: 0 }).notes, []);
  assert.equal(surroundings.place(flow, { places: { asks: [5, 5] } }), flow);
});

test("law: whatever is removed, no edge leads to or from a missing node, and ports keep one edge", () => {
  law((flow, random) => {
    frozen(flow);
    const after = commands.removeNodes(flow, { keys: someKeys(flow, random), portsOf: ports(flow) });

    for (const { from, to } of after.edges) assert.ok(from in after.nodes && to in after.nodes, `${from} → ${to}`);
    assert.equal(new Set(after.edges.map(({ from, port }) => `${from} ${port}`)).size, after.edges.length);
    for (const key of Object.keys(after.nodes)) assert.equal(after.nodes[key], flow.nodes[key]);
  });
});

test("law: a moved node keeps every node and connection of the others' number", () => {
  law((flow, random) => {
    frozen(flow);
    const [key, place] = [
      pick(Object.keys(flow.nodes), random),
      pick(openPorts(flow), random) ?? pick(flow.edges, random),
    ];
    if (!place || TYPES.get(flow.nodes[key].type).is_entry) return;
    const after = commands.moveNode(flow, { key, edge: place, portsOf: ports(flow) });

    assert.deepEqual(Object.keys(after.nodes), Object.keys(flow.nodes));
    assert.equal(new Set(after.edges.map(({ from, port }) => `${from} ${port}`)).size, after.edges.length);
    if (place.from !== key) assert.equal(edgeAt(after, place).to, key);
  });
});
