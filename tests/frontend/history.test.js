import assert from "node:assert/strict";
import { test } from "node:test";
import { changeConfig } from "../../frontend/js/model/commands.js";
import { emptyFlow } from "../../frontend/js/model/document.js";
import {
  DEPTH,
  LABELS,
  record,
  redo,
  redoLabel,
  startHistory,
  undo,
  undoLabel,
} from "../../frontend/js/model/history.js";
import { rename } from "../../frontend/js/model/surroundings.js";
import { law, thinned } from "./random.js";

const typed = (history, name, at, field = "name") =>
  record(history, rename(history.present, { name }), { label: LABELS.renamed(), at, field });

test("typing in one field within a second is one step", () => {
  let history = startHistory(emptyFlow("a"));
  for (const [n, name] of ["ab", "abc", "abcd"].entries()) history = typed(history, name, n * 900);

  assert.equal(history.past.length, 1);
  assert.equal(undo(history).present.name, "a");
});

test("a pause, another field and an undo each begin a new step", () => {
  const first = typed(startHistory(emptyFlow("a")), "ab", 0);

  assert.equal(typed(first, "abc", 1001).past.length, 2);
  assert.equal(typed(first, "abc", 10, "description").past.length, 2);
  assert.equal(typed(redo(undo(first)), "abc", 10).past.length, 2);
});

test("nothing changed is nothing done", () => {
  const history = startHistory(emptyFlow("a"));

  assert.equal(
    record(history, changeConfig(history.present, { key: "x", changes: {} }), { label: "", at: 0 }),
    history,
  );
  assert.equal(undo(history), history);
  assert.equal(redo(history), history);
});

test("labels say what would be undone", () => {
  const history = record(startHistory(emptyFlow()), emptyFlow("b"), {
    label: LABELS.deleted(["Wait 2 days"]),
    at: 0,
  });

  assert.equal(undoLabel(history), "Deleted “Wait 2 days”");
  assert.equal(redoLabel(undo(history)), "Deleted “Wait 2 days”");
  assert.equal(LABELS.deleted(["A/B test", "b", "c"]), "Deleted “A/B test” and 2 steps");
  assert.equal(LABELS.moved(["a", "b"]), "Moved “a” and 1 step");
});

test("the oldest steps are forgotten", () => {
  let history = startHistory(emptyFlow("0"));
  for (let n = 1; n <= DEPTH + 50; n++) history = typed(history, String(n), n * 5000);

  assert.equal(history.past.length, DEPTH);
  for (let n = 0; n < DEPTH + 50; n++) history = undo(history);
  assert.equal(history.present.name, "50");
});

test("law: undo after do is the same document; redo after undo, too; all and back again as well", () => {
  law((flow, random) => {
    let history = startHistory(flow);
    const seen = [flow];
    for (let n = 0; n < 8; n++) {
      const next = record(history, thinned(history.present, random), { label: "Deleted", at: n });
      if (next === history) continue;
      assert.equal(undo(next).present, history.present);
      assert.equal(redo(undo(next)).present, next.present);
      history = next;
      seen.push(next.present);
    }
    for (const flowThen of [...seen].reverse()) {
      assert.equal(history.present, flowThen);
      history = undo(history);
    }
    for (const flowThen of seen) {
      assert.equal(history.present, flowThen);
      history = redo(history);
    }
  });
});
