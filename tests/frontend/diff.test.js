import assert from "node:assert/strict";
import { test } from "node:test";
import { addNode, changeConfig, removeNodes } from "../../frontend/js/model/commands.js";
import { difference, isDecisive } from "../../frontend/js/model/diff.js";
import { place, rename } from "../../frontend/js/model/surroundings.js";
import { law, ports, someKeys } from "./random.js";

test("settings, types and words that changed are named", () => {
  let flow = addNode(
    { format: "towpath.flow/1", nodes: {}, edges: [] },
    { key: "a", type: "wait", config: { for: "P1D", x: [1] } },
  );
  let after = changeConfig(flow, { key: "a", changes: { for: "P2D", x: [1], constructor: true } });
  after = rename(after, { name: "New" });

  const found = difference(flow, after);

  assert.deepEqual(found.changed, [
    {
      key: "a",
      changes: [
        { field: "config/constructor", before: undefined, after: true },
        { field: "config/for", before: "P1D", after: "P2D" },
      ],
    },
  ]);
  assert.deepEqual(found.about, [{ field: "name", before: undefined, after: "New" }]);
  flow = { ...flow, nodes: { a: { ...flow.nodes.a, type: "exit" } } };
  assert.equal(difference(after, flow).changed[0].changes[0].field, "type");
});

test("an empty part is no difference, nor is where a card stands", () => {
  const flow = addNode({ format: "towpath.flow/1", nodes: {}, edges: [] }, { key: "a", type: "wait" });
  const after = place({ ...flow, notes: [], name: "" }, { places: { a: [1, 1] } });

  assert.equal(isDecisive(difference(flow, after)), false);
  assert.deepEqual(difference(flow, after).about, []);
});

test("law: what one way adds the other removes; a copy differs in nothing", () => {
  law((flow, random) => {
    const gone = someKeys(flow, random);
    const after = removeNodes(flow, { keys: gone, portsOf: ports(flow) });
    const [there, back] = [difference(flow, after), difference(after, flow)];

    assert.deepEqual([...there.removed].sort(), [...gone].sort());
    assert.deepEqual(there.removed, back.added);
    assert.deepEqual(there.edges.added, back.edges.removed);
    assert.equal(isDecisive(difference(flow, structuredClone(flow))), false);
  });
});
