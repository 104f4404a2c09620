import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_BYTES } from "../../frontend/js/importing/asking.js";
import { answersOf, emptyOnes, startingValues } from "../../frontend/js/importing/parameters.js";
import { nameOf, sortedItems } from "../../frontend/js/importing/plan.js";
import { readFlow, readValue, Unreadable } from "../../frontend/js/importing/read.js";

const format = "towpath.flow/1";
const file = (more = {}) => JSON.stringify({ format, nodes: { a: { type: "wait" } }, ...more }, null, 2);

/** What is said about a text that cannot be read. */
function refusal(text) {
  try {
    readFlow(text);
  } catch (error) {
    assert.ok(error instanceof Unreadable, String(error));
    assert.ok(error.message.length < 200 && /[.…]$/.test(error.message), error.message);
    return error.message;
  }
  return assert.fail("It was read.");
}

test("a flow file is read, and goes to the server as it is", () => {
  const { sent, flow } = readFlow(`\ufeff${file({ name: "Hello", more: 1 })}`);

  assert.deepEqual(sent, { format, nodes: { a: { type: "wait" } }, name: "Hello", more: 1 });
  assert.deepEqual(flow.nodes, { a: { type: "wait", config: {} } });
  assert.deepEqual(flow.edges, []);
});

test("broken JSON is refused with the line", () => {
  assert.match(refusal('{\n  "format": "towpath.flow/1",\n  "nodes": {,}\n}'), /Line 3/);
  assert.match(refusal('{\n  "format": "towpath.flow/1",\n  "nodes": {\n'), /Line|damaged/);
  assert.match(refusal("hello"), /damaged/);
  assert.match(refusal("  \n "), /empty/);
});

test("what is no journey is refused in plain words", () => {
  assert.match(refusal("[1, 2]"), /not a Towpath journey/);
  assert.match(refusal("null"), /not a Towpath journey/);
  assert.match(refusal('{"a": 1}'), /not a Towpath journey/);
  assert.match(refusal(file({ format: "n8n/3" })), /n8n\/3/);
  assert.match(refusal(file({ format: "towpath.flow/9" })), /newer/);
  assert.match(refusal(file({ format: "towpath.fragment/1" })), /part of a journey/);
  assert.match(refusal(file({ nodes: [] })), /steps/);
  assert.match(refusal(file({ nodes: { "Not A Slug": { type: "wait" } } })), /Not A Slug/);
  assert.match(refusal(file({ nodes: { a: null } })), /“a”/);
  assert.match(refusal(file({ nodes: { a: { type: "wait", config: [] } } })), /“a”/);
  assert.match(refusal(file({ edges: [{ from: "a" }] })), /connections/);
  assert.match(refusal(file({ edges: {} })), /connections/);
});

test("bombs do nothing", () => {
  assert.match(refusal(" ".repeat(MAX_BYTES + 1)), /larger than 2 MB/);
  assert.match(refusal(JSON.stringify({ format, x: "ü".repeat(MAX_BYTES / 2 + 1) })), /larger than 2 MB/);
  assert.match(refusal(`{"format": "${format}", "x": ${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`), /deeper/);
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`n${n}`, { type: "wait" }]));
  assert.match(refusal(file({ nodes: many })), /at most 500/);
  assert.match(refusal(file({ format: "x".repeat(100_000) })), /…/);
  refusal("[".repeat(500_000));
});

test("names that objects have are names like others", () => {
  const text = `{"format": "${format}", "nodes": {"constructor": {"type": "wait"}}, "__proto__": {"isAdmin": true}}`;
  const { flow } = readFlow(text);

  assert.deepEqual(Object.keys(flow.nodes), ["constructor"]);
  assert.equal(/** @type {any} */ (flow).isAdmin, undefined);
  assert.equal(/** @type {any} */ ({}).isAdmin, undefined);
});

test("blanks begin with their suggestions and are asked for", () => {
  const { flow } = readValue({
    format,
    nodes: {},
    parameters: {
      code: { label: "Code", default: "HELLO" },
      days: { label: "Days", type: "number", default: 3 },
      url: { label: "Address" },
    },
  });
  const values = startingValues(flow);

  assert.deepEqual(values, { code: "HELLO", days: "3", url: "" });
  assert.deepEqual(
    emptyOnes(flow, values).map((fault) => fault.pointer),
    ["/parameters/url"],
  );
  assert.deepEqual(answersOf(flow, { ...values, url: "https://a.example" }), {
    code: "HELLO",
    days: 3,
    url: "https://a.example",
  });
});

test("a plan is told by what happens", () => {
  const item = (key, choice, choices = []) => ({ kind: "message", key, name: key, choice, slug: key, choices });
  const items = [
    item("a", "create"),
    item("b", "reuse"),
    item("c", "rename", ["rename", "reuse", "update"]),
    item("d", "missing"),
  ];
  const found = sortedItems(items);

  assert.deepEqual(
    [found.created, found.reused, found.clashes, found.missing].map((part) => part.map(nameOf)),
    [["message:a"], ["message:b"], ["message:c"], ["message:d"]],
  );
});
