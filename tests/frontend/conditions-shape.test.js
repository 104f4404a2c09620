import assert from "node:assert/strict";
import { test } from "node:test";
import {
  howOften,
  newTest,
  operatorsFor,
  when,
  withAttribute,
  withHowOften,
  withOperator,
  withWhen,
} from "../../frontend/js/conditions/changes.js";
import { groupOf, operatorOf, testOf } from "../../frontend/js/conditions/shape.js";

/** @import {Catalogue, Setting, Subject} from "../../frontend/js/conditions/shape.js" */

/** @param {string} key @param {string} widget @param {Partial<Setting>} [more] @returns {Setting} */
const setting = (key, widget, more = {}) => ({
  key,
  label: key,
  widget,
  is_required: false,
  default: null,
  choices: {},
  help: "",
  ...more,
});
/** @param {string} key @param {Setting[]} settings @returns {Subject} */
const subject = (key, settings) => ({ key, kind: "test", label: key, help: "", settings });
const NEEDED = { is_required: true };
/** @type {Catalogue} */
const CATALOGUE = {
  subjects: [
    ...["all", "any", "none", "not"].map((key) => ({
      key,
      kind: /** @type {const} */ ("group"),
      label: key,
      help: "",
      settings: [],
    })),
    subject("attribute", [
      setting("attribute", "attribute", NEEDED),
      setting("op", "operator", NEEDED),
      setting("value", "operator-value"),
    ]),
    subject("tag", [setting("tag", "tag", NEEDED)]),
    subject("topic", [
      setting("topic", "topic", NEEDED),
      setting("state", "choice", { default: "subscribed", choices: { subscribed: "s", unsubscribed: "u" } }),
    ]),
    subject("event", [
      setting("event", "event", NEEDED),
      setting("where", "event-where"),
      setting("count", "event-count", { choices: { at_least: "l", exactly: "e", at_most: "m" } }),
      setting("sum", "event-property"),
      setting("max", "event-property"),
      setting("op", "operator"),
      setting("value", "operator-value"),
      setting("within", "duration"),
      setting("from", "day"),
      setting("to", "day"),
    ]),
    subject("weather", [setting("weather", "hologram", NEEDED)]),
  ],
  operators: [
    ["equals", "scalar", "value", ["text", "number", "boolean", "date"]],
    ["contains", "text", "text", ["text"]],
    ["in", "list", "values", ["text", "number", "date"]],
    ["at_least", "number", "number", ["number"]],
    ["more_than", "number", "number", ["number"]],
    ["between", "range", "range", ["number", "date", "moment"]],
    ["is_set", "nothing", "none", ["text", "number", "boolean", "date", "moment"]],
    ["before", "day", "day", ["date", "moment"]],
    ["in_last", "length", "duration", ["date", "moment"]],
  ].map(
    ([key, takes, widget, fits]) => /** @type {any} */ ({ key, label: key, takes, widget, fits, example: "P30D" }),
  ),
  of_totals: ["at_least", "more_than", "between"],
};
const EVENT = /** @type {Subject} */ (CATALOGUE.subjects.find(({ key }) => key === "event"));

/** @param {any} node */
const isShown = (node) => testOf(node, CATALOGUE) !== null;

test("tests that the server knows are shown", () => {
  const shown = [
    { tag: "vip" },
    { tag: "" },
    { not: { tag: "vip" } },
    { attribute: "city", op: "equals", value: "Berlin" },
    { attribute: "age", op: "equals", value: 20 },
    { attribute: "city", op: "equals" },
    { attribute: "city", op: "in", value: ["Berlin", 3] },
    { attribute: "age", op: "between", value: [18, 30] },
    { attribute: "born", op: "between", value: ["2000-01-01", "2030-01-31"] },
    { attribute: "age", op: "is_set" },
    { attribute: "born", op: "in_last", value: "P1Y6M" },
    { topic: "news", state: "unsubscribed" },
    { event: "purchase" },
    { event: "purchase", count: { exactly: 0 }, within: "P90D" },
    {
      event: "purchase",
      sum: "amount",
      op: "more_than",
      value: 100,
      from: "2030-01-31",
      to: "2030-02-28T09:00:00Z",
    },
    { event: "purchase", where: [{ property: "amount", op: "at_least", value: 20 }] },
    { weather: "sunny" },
  ];
  for (const node of shown) assert.ok(isShown(node), JSON.stringify(node));
});

test("what cannot be shown whole is not shown in part", () => {
  const odd = [
    {},
    { planet: "mars" },
    { tag: "vip", since: "P1D" },
    { tag: 5 },
    { tag: "a", topic: "b" },
    { not: { not: { tag: "vip" } } },
    { attribute: "city", op: "sounds_like", value: "Berlin" },
    { attribute: "city", op: "equals", value: ["Berlin"] },
    { attribute: "city", op: "in", value: ["Berlin", "Berlin"] },
    { attribute: "city", op: "is_set", value: "x" },
    { attribute: "city", value: "x" },
    { topic: "news", state: "perhaps" },
    { event: "purchase", count: { at_least: 1, at_most: 3 } },
    { event: "purchase", count: { at_least: 1.5 } },
    { event: "purchase", count: { at_least: 1 }, sum: "amount", op: "more_than", value: 1 },
    { event: "purchase", sum: "amount", max: "amount", op: "more_than", value: 1 },
    { event: "purchase", op: "more_than", value: 1 },
    { event: "purchase", within: "P30D", from: "2030-01-31" },
    { event: "purchase", within: "soon" },
    { event: "purchase", where: [{ property: "amount", op: "at_least", value: 20, unit: "EUR" }] },
    { event: "purchase", where: "amount" },
    { weather: { sky: "blue" } },
  ];
  for (const node of odd) assert.ok(!isShown(node), JSON.stringify(node));
});

test("groups are told by how their parts count", () => {
  assert.equal(groupOf({ all: [] })?.kind, "all");
  assert.equal(groupOf({ none: [{ tag: "a" }] })?.kind, "none");
  assert.deepEqual(groupOf({ not: { any: [{ tag: "a" }] } })?.inner, ["not", "any"]);
  assert.equal(groupOf({ not: { any: [{ tag: "a" }] } })?.kind, "none");
  assert.equal(groupOf({ not: { all: [{ tag: "a" }] } })?.kind, "not-all");
  for (const node of [
    { not: { none: [] } },
    { all: [], any: [] },
    { all: ["x"] },
    { all: {} },
    { tag: "a" },
    { not: { not: { all: [] } } },
  ])
    assert.equal(groupOf(node), null, JSON.stringify(node));
});

test("a new test has what must be asked, and can be shown", () => {
  for (const one of CATALOGUE.subjects.filter(({ kind }) => kind === "test")) {
    const made = newTest(one, CATALOGUE);
    assert.ok(isShown(made), JSON.stringify(made));
  }
  assert.deepEqual(newTest(EVENT, CATALOGUE), { event: "" });
});

test("another attribute keeps the comparison where it fits", () => {
  const before = { attribute: "city", op: "equals", value: "Berlin" };
  const same = withAttribute(before, { key: "company", type: "text", before: "text" }, CATALOGUE);
  assert.deepEqual(same, { attribute: "company", op: "equals", value: "Berlin" });
  const number = withAttribute(before, { key: "age", type: "number", before: "text" }, CATALOGUE);
  assert.deepEqual(number, { attribute: "age", op: "equals" });
  const moment = withAttribute(before, { key: "created_at", type: "moment", before: "text" }, CATALOGUE);
  assert.deepEqual(moment, { attribute: "created_at", op: "in_last", value: "P30D" });
});

test("another comparison keeps the value where it makes sense", () => {
  const test = { attribute: "age", op: "at_least", value: 20 };
  assert.deepEqual(withOperator(test, operatorOf("more_than", CATALOGUE)), { ...test, op: "more_than" });
  assert.deepEqual(withOperator(test, operatorOf("is_set", CATALOGUE)), { attribute: "age", op: "is_set" });
  assert.deepEqual(withOperator(test, operatorOf("between", CATALOGUE)), { attribute: "age", op: "between" });
  assert.deepEqual(
    operatorsFor(CATALOGUE, "moment").map(({ key }) => key),
    ["between", "is_set", "before", "in_last"],
  );
});

test("whatever is changed about how often and when can be shown again", () => {
  const starts = [
    { event: "purchase" },
    { event: "purchase", count: { at_most: 3 }, within: "P7D" },
    { event: "purchase", sum: "amount", op: "between", value: [1, 2], from: "2030-01-31" },
  ];
  for (const start of starts) {
    for (const way of ["", "count:at_least", "count:exactly", "count:at_most", "measure:sum", "measure:max"]) {
      const next = withHowOften(start, way, EVENT, CATALOGUE);
      assert.equal(howOften(next, EVENT), way);
      assert.ok(isShown(next), JSON.stringify(next));
      assert.equal(when(next, EVENT), when(start, EVENT));
    }
    for (const way of /** @type {const} */ (["", "span", "dates"])) {
      const next = withWhen(start, way, EVENT, "2030-01-31");
      assert.equal(when(next, EVENT), way);
      assert.ok(isShown(next), JSON.stringify(next));
      assert.equal(howOften(next, EVENT), howOften(start, EVENT));
    }
  }
});
