import assert from "node:assert/strict";
import { test } from "node:test";
import { cardAt, nearest, plugId, plugsOf } from "../../frontend/js/canvas/geometry/plugs.js";
import { arrange, SIZES } from "../../frontend/js/layout/arrange.js";
import { addNode } from "../../frontend/js/model/commands.js";
import { edgeAt, emptyFlow, nodeAt } from "../../frontend/js/model/document.js";
import { connect } from "../../frontend/js/model/wiring.js";
import { law, ports } from "./random.js";

const drawn = (flow) => {
  const drawing = arrange(flow, ports(flow));
  return { drawing, plugs: plugsOf(flow, drawing, ports(flow), SIZES) };
};
const branch = () => addNode(emptyFlow(), { key: "asks", type: "branch" });
const split = () => addNode(emptyFlow(), { key: "parts", type: "split" });

test("every port has its place: on the lower side of its card, with its edge and a plus", () => {
  law((flow) => {
    const { drawing, plugs } = drawn(flow);
    const wanted = Object.keys(flow.nodes).flatMap((from) =>
      ports(flow)(from).map((port) => plugId({ from, port: port.key })),
    );

    assert.deepEqual([...plugs.keys()].sort(), wanted.sort());
    for (const { ref, edge, start, plus, route } of plugs.values()) {
      const [x, y] = drawing.cards.get(ref.from);
      assert.equal(start[1], y + SIZES.height);
      assert.ok(start[0] > x && start[0] < x + SIZES.width);
      assert.equal(edge, edgeAt(flow, ref) ?? null);
      if (route) assert.deepEqual(plus, route.anchor);
      else assert.ok(plus[0] === start[0] && plus[1] > start[1]);
    }
  });
});

test("labels of one card do not lie upon each other", () => {
  law((flow) => {
    const { plugs } = drawn(flow);
    const byCard = Map.groupBy(
      [...plugs.values()].filter((plug) => plug.label),
      (plug) => plug.ref.from,
    );
    for (const labels of byCard.values()) {
      labels.forEach((one, n) => {
        for (const other of labels.slice(n + 1)) {
          const isApart = Math.abs(one.labelAt[1] - other.labelAt[1]) >= 17;
          const [first, second] = one.labelAt[0] <= other.labelAt[0] ? [one, other] : [other, one];
          assert.ok(isApart || first.labelAt[0] + first.room <= second.labelAt[0], `${one.id} and ${other.id}`);
        }
      });
    }
  });
});

test("only a node of several ports has labels", () => {
  const flow = addNode(branch(), { key: "wait", type: "wait", after: { from: "asks", port: "yes" } });
  const { plugs } = drawn(flow);

  assert.equal(plugs.get("wait/next").label, "");
  assert.deepEqual([plugs.get("asks/yes").label, plugs.get("asks/no").label], ["Yes", "No"]);
});

test("the labels of three open ports take turns in two rows", () => {
  const { plugs } = drawn(split());
  const rows = ["a", "b", "c"].map((port) => plugs.get(`parts/${port}`).labelAt[1]);

  assert.equal(rows[0], rows[2]);
  assert.ok(rows[1] > rows[0]);
});

test("an edge to a node that is not there leaves its port open", () => {
  const flow = connect(branch(), { from: "asks", port: "yes", to: "ghost" });

  assert.equal(nodeAt(flow, "ghost"), undefined);
  assert.equal(drawn(flow).plugs.get("asks/yes").edge, null);
});

test("the nearest plus within reach is found, none beyond", () => {
  const { plugs } = drawn(branch());
  const [x, y] = plugs.get("asks/no").plus;

  assert.equal(nearest(plugs.values(), [x + 5, y + 5], 40)?.id, "asks/no");
  assert.equal(nearest(plugs.values(), [x + 500, y], 40), null);
});

test("a card is hit on it and a little beside it", () => {
  const cards = new Map([["a", [0, 0]]]);

  assert.equal(cardAt(cards, [10, 10], SIZES), "a");
  assert.equal(cardAt(cards, [-5, 10], SIZES), null);
  assert.equal(cardAt(cards, [-5, 10], SIZES, 10), "a");
});
