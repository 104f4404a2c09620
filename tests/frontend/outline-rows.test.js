import assert from "node:assert/strict";
import { test } from "node:test";
import { addNode } from "../../frontend/js/model/commands.js";
import { emptyFlow } from "../../frontend/js/model/document.js";
import { outlineOf, rowsOf } from "../../frontend/js/model/outline.js";
import { shapeOf } from "../../frontend/js/model/shape.js";
import { idOf, moveBy, parentOf, parentsOf, portOf, shownRows, stepId } from "../../frontend/js/outline/rows.js";
import { law, ports } from "./random.js";

const NONE = new Set();
const rows = (flow) => rowsOf(outlineOf(flow, shapeOf(flow, ports(flow)), ports(flow)));

function asked() {
  let flow = addNode(emptyFlow(), { key: "starts", type: "starts" });
  flow = addNode(flow, { key: "asks", type: "branch", after: { from: "starts", port: "next" } });
  flow = addNode(flow, { key: "thanks", type: "wait", after: { from: "asks", port: "yes" } });
  return addNode(flow, { key: "done", type: "exit", after: { from: "thanks", port: "next" } });
}

test("rows know their place among their neighbours", () => {
  const shown = shownRows(rows(asked()), NONE);

  assert.deepEqual(
    shown.map((one) => [one.id, one.place, one.count, one.isParent]),
    [
      ["step starts", 1, 2, false],
      ["step asks", 2, 2, true],
      ["way asks yes", 1, 2, true],
      ["step thanks", 1, 2, false],
      ["step done", 2, 2, false],
      ["way asks no", 2, 2, true],
      ["end asks no", 1, 1, false],
    ],
  );
});

test("what is folded away is not shown, and is unfolded for a step inside", () => {
  const all = rows(asked());
  const ids = (folded) => shownRows(all, new Set(folded)).map((one) => one.id);

  assert.deepEqual(ids(["way asks yes"]), [
    "step starts",
    "step asks",
    "way asks yes",
    "way asks no",
    "end asks no",
  ]);
  assert.deepEqual(ids(["step asks", "way asks yes"]), ["step starts", "step asks"]);
  assert.deepEqual(parentsOf(all, "done"), ["way asks yes", "step asks"]);
  assert.deepEqual(parentsOf(all, "starts"), []);
  assert.deepEqual(parentsOf(all, "gone"), []);
});

test("arrows walk, fold, unfold and climb", () => {
  const all = rows(asked());
  const shown = shownRows(all, NONE);
  const closed = shownRows(all, new Set(["step asks"]));

  assert.deepEqual(moveBy(shown, 0, "ArrowDown"), { go: 1 });
  assert.deepEqual(moveBy(shown, 0, "ArrowUp"), { go: 0 });
  assert.deepEqual(moveBy(shown, 2, "End"), { go: 6 });
  assert.deepEqual(moveBy(shown, 2, "Home"), { go: 0 });
  assert.deepEqual(moveBy(shown, 1, "ArrowRight"), { go: 2 });
  assert.deepEqual(moveBy(closed, 1, "ArrowRight"), { unfold: "step asks" });
  assert.deepEqual(moveBy(shown, 1, "ArrowLeft"), { fold: "step asks" });
  assert.deepEqual(moveBy(shown, 4, "ArrowLeft"), { go: 2 });
  assert.deepEqual(moveBy(shown, 3, "ArrowRight"), { go: 3 });
  assert.deepEqual(moveBy([], 0, "ArrowDown"), null);
  assert.equal(moveBy(shown, 0, "x"), null);
});

test("a row is about one port: a step's only one, or that of its way", () => {
  const flow = asked();
  const of = (id) =>
    portOf(
      rows(flow).find((row) => idOf(row) === id),
      ports(flow),
    );

  assert.deepEqual(of("step thanks"), { from: "thanks", port: "next" });
  assert.equal(of("step asks"), null);
  assert.equal(of("step done"), null);
  assert.deepEqual(of("way asks no"), { from: "asks", port: "no" });
  assert.deepEqual(of("end asks no"), { from: "asks", port: "no" });
});

test("law: each row has a name of its own, a place, and a parent one can climb to", () => {
  law(
    (flow) => {
      const all = rows(flow);
      const shown = shownRows(all, NONE);

      assert.equal(new Set(shown.map((one) => one.id)).size, all.length);
      for (const [at, one] of shown.entries()) {
        assert.ok(one.place >= 1 && one.place <= one.count, one.id);
        const parent = parentOf(shown, at);
        assert.equal(parent < 0, one.row.level === 1, one.id);
        if (parent >= 0) assert.ok(shown[parent].isParent);
      }
    },
    { runs: 80 },
  );
});

test("law: a step is shown once its parents are unfolded, whatever else is folded", () => {
  law(
    (flow) => {
      const all = rows(flow);
      const everything = new Set(shownRows(all, NONE).flatMap((one) => (one.isParent ? [one.id] : [])));
      for (const key of Object.keys(flow.nodes)) {
        const parents = new Set(parentsOf(all, key));
        const folded = new Set([...everything].filter((id) => !parents.has(id)));
        assert.ok(
          shownRows(all, folded).some((one) => one.id === stepId(key)),
          key,
        );
      }
    },
    { runs: 40 },
  );
});
