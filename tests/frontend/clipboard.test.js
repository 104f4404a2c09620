import assert from "node:assert/strict";
import { test } from "node:test";
import { copyText, NotPasted, readFragment } from "../../frontend/js/model/clipboard.js";
import { emptyFlow } from "../../frontend/js/model/document.js";
import { canonical } from "../../frontend/js/model/flowfile.js";
import { freshKeys, graft, hasRoomFor } from "../../frontend/js/model/graft.js";
import { chance, law, someFlow, someKeys } from "./random.js";

const fragment = (parts) =>
  JSON.stringify({
    format: "towpath.fragment/1",
    nodes: { a: { type: "wait", config: {} } },
    edges: [],
    ...parts,
  });
const deep = (levels) => JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`);

const HOSTILE = {
  "no JSON": "<script>alert(1)</script>",
  "a bomb": "[".repeat(3_000_000),
  "many brackets": "[".repeat(1_000_000),
  "no object": "[1]",
  null: "null",
  "another format": JSON.stringify({ format: "towpath.fragment/9", nodes: {} }),
  "a whole journey": canonical(emptyFlow("x")),
  "no steps": fragment({ nodes: {} }),
  "steps as a list": fragment({ nodes: [] }),
  "a prototype": `{"format":"towpath.fragment/1","nodes":{"__proto__":{"type":"wait","config":{}}},"edges":[]}`,
  "a slug of markup": fragment({ nodes: { "<img onerror=x>": { type: "wait", config: {} } } }),
  "a slug with a line break": fragment({ nodes: { "a\n": { type: "wait", config: {} } } }),
  "a type that is no text": fragment({ nodes: { a: { type: {}, config: {} } } }),
  "settings that are a list": fragment({ nodes: { a: { type: "wait", config: [] } } }),
  "an edge to nowhere": fragment({ edges: [{ from: "a", port: "next", to: "constructor" }] }),
  "an edge of nothing": fragment({ edges: [null] }),
  "edges that are text": fragment({ edges: "x" }),
  "two edges from one port": fragment({
    edges: [
      { from: "a", port: "x", to: "a" },
      { from: "a", port: "x", to: "a" },
    ],
  }),
  "settings too deep": fragment({ nodes: { a: { type: "wait", config: deep(100) } } }),
  "too many steps": fragment({
    nodes: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`n${n}`, { type: "wait" }])),
  }),
};

for (const [name, text] of Object.entries(HOSTILE)) {
  test(`${name}: refused with a sentence`, () => {
    assert.throws(
      () => readFragment(text),
      (error) => error instanceof NotPasted && /^[A-Z].*\.$/.test(error.message) && error.message.length < 120,
    );
  });
}

test("only what is known is taken over", () => {
  const read = readFragment(
    fragment({
      layout: { a: [1, 2], b: [1, 2] },
      evil: 1,
      nodes: { a: { type: "acme.x", config: { "<b>": 1 }, evil: 1 } },
    }),
  );

  assert.deepEqual(read, {
    nodes: { a: { type: "acme.x", config: { "<b>": 1 } } },
    edges: [],
    layout: { a: [1, 2] },
  });
});

test("a journey has room for so much", () => {
  const flow = someFlow(chance(1), 300);

  assert.equal(hasRoomFor(flow, flow), false);
  assert.equal(hasRoomFor(emptyFlow(), flow), true);
});

test("law: paste never collides, and keeps only and all inner edges", () => {
  law((flow, random) => {
    const keys = someKeys(flow, random, 0.5);
    if (!keys.length) return;
    const read = readFragment(copyText(flow, keys));
    const fresh = freshKeys(flow, read);
    const pasted = graft(flow, { fragment: read, keys: fresh });

    assert.equal(new Set(fresh.values()).size, keys.length);
    assert.equal(Object.keys(pasted.nodes).length, Object.keys(flow.nodes).length + keys.length);
    for (const key of Object.keys(flow.nodes)) assert.equal(pasted.nodes[key], flow.nodes[key]);
    for (const [old, now] of fresh) assert.deepEqual(pasted.nodes[now], flow.nodes[old]);
    const inner = flow.edges.filter((edge) => keys.includes(edge.from) && keys.includes(edge.to));
    assert.deepEqual(
      pasted.edges.slice(flow.edges.length),
      inner.map(({ from, port, to }) => ({ from: fresh.get(from), port, to: fresh.get(to) })),
    );
  });
});
