import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { canonical, logicText } from "../../frontend/js/model/flowfile.js";
import { compareText } from "../../frontend/js/model/order.js";
import { place } from "../../frontend/js/model/surroundings.js";
import { law } from "./random.js";

const FLOWS = new URL("../../flows/", import.meta.url);
const files = readdirSync(FLOWS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => new URL(`${entry.name}/flow.json`, FLOWS));

for (const file of files) {
  test(`${file.pathname.split("/").at(-2)} passes through unchanged, byte for byte`, () => {
    const text = readFileSync(file, "utf8");

    assert.equal(canonical(JSON.parse(text)), text);
  });
}

test("text sorts by code points", () => {
  assert.deepEqual(["😀", "\uffee", "b", "ab", "a"].sort(compareText), ["a", "ab", "b", "\uffee", "😀"]);
});

test("law: the order in which a document was made leaves no trace in its text", () => {
  law((flow) => {
    const turned = {
      tests: [],
      notes: [],
      ...flow,
      edges: [...flow.edges].reverse(),
      nodes: Object.fromEntries(Object.entries(flow.nodes).reverse()),
    };

    assert.equal(canonical(turned), canonical(flow));
    assert.equal(canonical(JSON.parse(canonical(flow))), canonical(flow));
  });
});

test("law: where boxes stand leaves no trace in what decides", () => {
  law((flow) => {
    const moved = place(flow, { places: { starts: [1.5, 2] } });

    assert.notEqual(canonical(moved), canonical(flow));
    assert.equal(logicText(moved), logicText(flow));
  });
});
