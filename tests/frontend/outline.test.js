import assert from "node:assert/strict";
import { test } from "node:test";
import { addNode } from "../../frontend/js/model/commands.js";
import { emptyFlow } from "../../frontend/js/model/document.js";
import { outlineOf, rowsOf, stepTowards } from "../../frontend/js/model/outline.js";
import { shapeOf } from "../../frontend/js/model/shape.js";
import { connect } from "../../frontend/js/model/wiring.js";
import { law, ports } from "./random.js";

const rows = (flow) => rowsOf(outlineOf(flow, shapeOf(flow, ports(flow)), ports(flow)));
const told = (flow) =>
  rows(flow).map((row) => {
    const words = { step: row.key, goesOn: `goes on with ${row.key}`, way: `${row.label}:`, open: "…" };
    return `${"  ".repeat(row.level - 1)}${words[row.kind]}`;
  });

function asked() {
  let flow = addNode(emptyFlow(), { key: "starts", type: "starts" });
  flow = addNode(flow, { key: "asks", type: "branch", after: { from: "starts", port: "next" } });
  flow = addNode(flow, { key: "thanks", type: "wait", after: { from: "asks", port: "yes" } });
  flow = addNode(flow, { key: "done", type: "exit", after: { from: "thanks", port: "next" } });
  flow = addNode(flow, { key: "nudge", type: "branch", after: { from: "asks", port: "no" } });
  flow = connect(flow, { from: "nudge", port: "yes", to: "done" });
  return addNode(flow, { key: "wait", type: "wait", after: { from: "nudge", port: "no" } });
}

test("a journey is told step by step, a join after what leads to it", () => {
  assert.deepEqual(told(asked()), [
    "starts",
    "asks",
    "  Yes:",
    "    thanks",
    "    goes on with done",
    "  No:",
    "    nudge",
    "      Yes:",
    "        goes on with done",
    "      No:",
    "        wait",
    "        …",
    "done",
  ]);
});

test("a loop is told as a way back", () => {
  const flow = connect(asked(), { from: "wait", port: "next", to: "asks" });

  assert.ok(told(flow).includes("        goes on with asks"));
});

test("the keyboard walks through, to the neighbouring way and up", () => {
  const all = rows(asked());
  const go = (key, direction) => stepTowards(all, key, direction);

  assert.deepEqual([go("asks", "next"), go("thanks", "previous"), go("done", "next")], ["thanks", "asks", "done"]);
  assert.deepEqual(
    [go("thanks", "right"), go("nudge", "left"), go("wait", "left")],
    ["nudge", "thanks", "thanks"],
  );
  assert.deepEqual(
    [go("wait", "parent"), go("nudge", "parent"), go("starts", "parent")],
    ["nudge", "asks", "starts"],
  );
  assert.deepEqual(
    [go("wait", "first"), go("starts", "last"), go("starts", "left")],
    ["starts", "done", "starts"],
  );
});

test("law: outline and graph have the same nodes, each once, and the same edges", () => {
  law(
    (flow) => {
      const all = rows(flow);
      const steps = all.filter((row) => row.kind === "step").map((row) => row.key);
      const open = all.filter((row) => row.kind === "open").length;

      assert.deepEqual([...steps].sort(), Object.keys(flow.nodes).sort());
      const wanted = Object.keys(flow.nodes).flatMap((key) => ports(flow)(key)).length - flow.edges.length;
      assert.equal(open, wanted);
    },
    { runs: 150 },
  );
});

test("law: going on and on passes every step", () => {
  law((flow) => {
    const all = rows(flow);
    const passed = [stepTowards(all, "starts", "first")];
    while (stepTowards(all, passed.at(-1), "next") !== passed.at(-1))
      passed.push(stepTowards(all, passed.at(-1), "next"));

    assert.equal(passed.length, Object.keys(flow.nodes).length);
  });
});
