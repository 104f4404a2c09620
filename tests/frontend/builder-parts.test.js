import assert from "node:assert/strict";
import { test } from "node:test";
import { isNothing, told, toldBy, untold } from "../../frontend/js/builder/changes.js";
import { fixesFor } from "../../frontend/js/builder/fixes.js";
import { unionOf } from "../../frontend/js/builder/union.js";
import { sayValue } from "../../frontend/js/builder/values.js";
import { dataOf, overlayOf, whyOf } from "../../frontend/js/builder/walked.js";
import { insertOnEdge } from "../../frontend/js/model/commands.js";
import { portsIn } from "../../frontend/js/model/document.js";
import { TYPES as CHANCE_TYPES, law, someFlow } from "./random.js";

const next = { key: "next", label: "Next", tone: "plain" };
const type = (name, label, ports, more = {}) => [
  name,
  {
    type: name,
    label,
    icon: "x",
    group: "X",
    help: "",
    is_entry: false,
    ports,
    schema: { properties: {} },
    ...more,
  },
];
const TYPES = new Map([
  type("hand", "By hand", [next], { is_entry: true }),
  type("joins", "Joins", [next], { is_entry: true }),
  type("wait", "Wait", [next], { schema: { properties: { for: { title: "How long", default: "P1D" } } } }),
  type("ask", "Ask", [
    { key: "yes", label: "Yes", tone: "yes" },
    { key: "no", label: "No", tone: "no" },
  ]),
  type("exit", "Exit", []),
]);
const flowOf = (nodes, edges) => ({
  format: "towpath.flow/1",
  nodes: Object.fromEntries(Object.entries(nodes).map(([key, name]) => [key, { type: name, config: {} }])),
  edges: edges.map((words) => {
    const [from, port, to] = words.split(" ");
    return { from, port, to };
  }),
});
const table = (flow) => ({ flow, types: TYPES, portsOf: portsIn(flow, TYPES), nameOf: (key) => `“${key}”` });
const problem = (code, node = null, port = null) => ({
  code,
  node,
  port,
  field: null,
  severity: "error",
  detail: "",
  fix: "",
});
const edgesOf = (flow) => flow.edges.map(({ from, port, to }) => `${from} ${port} ${to}`);

/** Apply the fix of a kind. */
function mended(flow, found, kind) {
  const fix = fixesFor(found, table(flow)).find((one) => one.kind === kind);
  assert.ok(fix, `a fix of the kind ${kind}`);
  return fix.command(flow);
}

test("an open way gets an exit", () => {
  const flow = flowOf({ a: "hand", b: "ask", c: "exit" }, ["a next b", "b yes c"]);

  const after = mended(flow, problem("missing-edge", "b", "no"), "exit");

  assert.deepEqual(edgesOf(after), ["a next b", "b yes c", "b no exit"]);
  assert.equal(after.nodes.exit.type, "exit");
});

test("what nobody comes to is connected after an open way, or taken out", () => {
  const flow = flowOf({ a: "hand", b: "wait", lost: "wait" }, ["a next b"]);

  assert.deepEqual(edgesOf(mended(flow, problem("unreachable", "lost"), "connectAfter")), [
    "a next b",
    "b next lost",
  ]);
  assert.deepEqual(Object.keys(mended(flow, problem("unreachable", "lost"), "remove").nodes), ["a", "b"]);
});

test("what hangs below a lost step is not connected on its own", () => {
  const flow = flowOf({ a: "hand", lost: "wait", below: "wait" }, ["lost next below"]);

  assert.deepEqual(
    fixesFor(problem("unreachable", "below"), table(flow)).map((fix) => fix.kind),
    ["remove"],
  );
});

test("a loop gets a wait within it", () => {
  const flow = flowOf({ a: "hand", b: "ask", c: "ask" }, ["a next b", "b yes c", "c yes b", "b no x"]);

  const after = mended(flow, problem("loop-without-wait", "b"), "wait");

  assert.deepEqual(after.nodes.wait, { type: "wait", config: { for: "P1D" } });
  assert.ok(edgesOf(after).includes("b yes wait"));
  assert.ok(edgesOf(after).includes("wait next c"));
});

test("a journey without a start gets one of each kind before its first step", () => {
  const flow = flowOf({ b: "wait", c: "exit" }, ["b next c"]);
  const fixes = fixesFor(problem("no-entry"), table(flow));

  assert.deepEqual(
    fixes.map((fix) => fix.name),
    ["By hand", "Joins"],
  );
  assert.deepEqual(edgesOf(fixes[1].command(flow)), ["b next c", "joins next b"]);
  const empty = flowOf({}, []);
  assert.deepEqual(Object.keys(fixesFor(problem("no-entry"), table(empty))[0].command(empty).nodes), ["by-hand"]);
});

test("wrong connections are led by an open way, or removed", () => {
  const gone = flowOf({ a: "hand", b: "ask", c: "exit" }, ["a next b", "b maybe c", "b no c"]);
  assert.deepEqual(edgesOf(mended(gone, problem("unknown-port", "b", "maybe"), "connectBy")).sort(), [
    "a next b",
    "b no c",
    "b yes c",
  ]);
  const loose = flowOf({ a: "hand" }, ["a next nowhere", "nobody next a"]);
  assert.deepEqual(edgesOf(mended(loose, problem("loose-edge"), "removeEdge")), []);
  const double = flowOf({ a: "hand", b: "exit", c: "exit" }, ["a next b", "a next c"]);
  assert.deepEqual(edgesOf(mended(double, problem("double-edge", "a", "next"), "removeEdge")), ["a next b"]);
  const into = flowOf({ a: "hand", b: "wait" }, ["a next b", "b next a"]);
  assert.deepEqual(edgesOf(mended(into, problem("edge-into-entry", "b", "next"), "removeEdge")), ["a next b"]);
});

test("nothing is offered for a step that is gone, or that only the person can mend", () => {
  const flow = flowOf({ a: "hand" }, []);

  assert.deepEqual(fixesFor(problem("missing-edge", "b", "next"), table(flow)), []);
  assert.deepEqual(fixesFor(problem("bad-setting", "a"), table(flow)), []);
});

const report = (summaries) => ({ can_publish: true, problems: [], summaries, ports: {} });
const BEFORE = {
  flow: { ...flowOf({ a: "hand", b: "wait", c: "exit" }, ["a next b", "b next c"]), name: "One" },
  report: report({ a: "By hand", b: "Wait 1 day", c: "End" }),
};

test("what differs is told in sentences", () => {
  const inserted = insertOnEdge(BEFORE.flow, {
    key: "n",
    type: "ask",
    edge: { from: "b", port: "next" },
    outlet: "yes",
  });
  const nodes = { ...inserted.nodes, b: { type: "wait", config: { for: "P2D" } } };
  const after = {
    flow: { ...inserted, nodes, name: "Two" },
    report: report({ a: "By hand", b: "Wait 2 days", c: "End", n: "Is it so?" }),
  };

  const found = told(BEFORE, after, TYPES);

  assert.deepEqual(
    found.steps.map(({ tone, key, before, after: now }) => [tone, key, before, now]),
    [
      ["added", "n", null, "Is it so?"],
      ["changed", "b", "Wait 1 day", "Wait 2 days"],
    ],
  );
  assert.deepEqual(found.steps[1].settings, [{ label: "How long", before: undefined, after: "P2D" }]);
  assert.deepEqual(untold(found.steps[1]), []);
  assert.deepEqual(untold({ ...found.steps[1], after: "Wait 1 day" }).length, 1);
  assert.deepEqual(
    found.ways.map(({ tone, sentence }) => `${tone} ${sentence}`),
    ["added Wait 2 days → Is it so?", "added Is it so? (Yes) → End", "removed Wait 1 day → End"],
  );
  assert.deepEqual(found.about, [{ field: "name", before: "One", after: "Two" }]);
  assert.ok(isNothing(told(BEFORE, BEFORE, TYPES)));
});

test("the server's list of changes reads the same way", () => {
  const found = toldBy({
    added: [{ node: "n", before: null, after: "New", settings: [] }],
    removed: [],
    changed: [],
    edges_added: [{ sentence: "A → B" }],
    edges_removed: [],
  });

  assert.deepEqual(found.steps[0], { tone: "added", key: "n", before: null, after: "New", settings: [] });
  assert.deepEqual(found.ways, [{ tone: "added", sentence: "A → B" }]);
});

test("one drawing holds what is gone beside what replaced it", () => {
  const inserted = insertOnEdge(BEFORE.flow, {
    key: "n",
    type: "wait",
    edge: { from: "a", port: "next" },
    outlet: "next",
  });
  const { flow, report: said, overlay } = unionOf(BEFORE, { flow: inserted, report: null }, TYPES);

  assert.equal(overlay.nodes.n.tone, "added");
  assert.equal(overlay.edges["a/next"], "added");
  const gone = flow.edges.find((edge) => edge.from === "a" && edge.to === "b");
  assert.equal(overlay.edges[`a/${gone.port}`], "removed");
  assert.deepEqual(
    said.ports.a.map((port) => port.key),
    ["next", gone.port],
  );
  assert.equal(unionOf(BEFORE, BEFORE, TYPES).overlay.isDim, false);
});

test("law: the drawing of two documents holds every step and way of both, no way twice", () => {
  law((before, random) => {
    const sides = [before, someFlow(random, 20)].map((flow) => ({ flow, report: null }));
    const { flow } = unionOf(sides[0], sides[1], CHANCE_TYPES);

    assert.deepEqual(
      new Set(Object.keys(flow.nodes)),
      new Set(sides.flatMap((side) => Object.keys(side.flow.nodes))),
    );
    const starts = flow.edges.map((edge) => `${edge.from} ${edge.port}`);
    assert.equal(new Set(starts).size, starts.length);
    const plain = new Set(flow.edges.map(({ from, port, to }) => `${from} ${port.replace(" ·", "")} ${to}`));
    for (const side of sides) for (const edge of edgesOf(side.flow)) assert.ok(plain.has(edge));
  });
});

const step = (node, port, more = {}) => ({ node, port, sentence: node, reason: node, at: "2026-01-01", ...more });

test("the way is painted as far as it was walked", () => {
  const overlay = overlayOf([step("a", "next"), step("b", "yes"), step("c", "end")], 1, (one) => one.at);

  assert.deepEqual(Object.keys(overlay.nodes), ["a", "b"]);
  assert.deepEqual(overlay.edges, { "a/next": "path" });
});

test("a reason that says nothing new is not said", () => {
  assert.equal(whyOf(step("a", "next")), "");
  assert.equal(whyOf(step("a", "no", { reason: "No: is not tagged." })), "No: is not tagged.");
});

test("details are what they look like", () => {
  const pairs = [
    { name: " total ", value: "12.50" },
    { name: "count", value: "3" },
    { name: "zip", value: "01067" },
    { name: "gift", value: "true" },
    { name: "", value: "left out" },
  ];

  assert.deepEqual(dataOf(pairs), { total: 12.5, count: 3, zip: "01067", gift: true });
});

test("values are said as people say them", () => {
  assert.equal(sayValue("P1DT12H"), "1 day, 12 hours");
  assert.equal(sayValue("hello"), "“hello”");
  assert.equal(sayValue(["a", "b"]), "“a”, “b”");
  assert.equal(sayValue(undefined), "nothing");
  assert.equal(sayValue(true), "yes");
  assert.equal(sayValue({ all: [] }), "other settings");
});
