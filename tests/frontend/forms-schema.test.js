import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isShown,
  pointerOf,
  saidPlainly,
  sentence,
  settingsOf,
  sortProblems,
  within,
} from "../../frontend/js/forms/schema.js";

const KNOWN = new Set(["message", "duration", "tags"]);
/** @param {string} widget */
const isKnown = (widget) => KNOWN.has(widget);

const SCHEMA = {
  type: "object",
  required: ["message"],
  properties: {
    message: { title: "Message", description: "Which one.", "x-widget": "message", type: "string", default: "" },
    reentry: { title: "Can come back", $ref: "#/$defs/Reentry", default: "never" },
    for: { "x-widget": "duration", format: "duration", type: "string" },
    limit: { anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }] },
    odd: { "x-widget": "hologram", type: "string", maxLength: 40 },
    essay: { type: "string", maxLength: 2000 },
    days: { type: "array", items: { enum: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] } },
    colors: { type: "array", items: { $ref: "#/$defs/Color" } },
    words: { type: "array", items: { type: "string" } },
    parts: { type: "array", items: { $ref: "#/$defs/Part" } },
    inner: { $ref: "#/$defs/Part" },
    value: { anyOf: [{ type: "string" }, { type: "number" }, { type: "null" }] },
    free: { type: "object" },
    on: { type: "string", format: "date" },
    at: { type: "string", format: "time" },
  },
  $defs: {
    Reentry: { title: "Reentry", description: "About the type.", enum: ["after_exit", "never"] },
    Color: { enum: ["red", "blue"] },
    Part: { type: "object", properties: { name: { type: "string" } } },
  },
};

test("every setting gets a widget: its own, or one by the kind of value", () => {
  const widgets = Object.fromEntries(settingsOf(SCHEMA, isKnown).map(({ name, widget }) => [name, widget]));
  assert.deepEqual(widgets, {
    message: "message",
    reentry: "choices",
    for: "duration",
    limit: "number",
    odd: "text",
    essay: "long-text",
    days: "weekdays",
    colors: "checks",
    words: "list",
    parts: "items",
    inner: "group",
    value: "json",
    free: "json",
    on: "date",
    at: "time",
  });
});

test("labels and help are the setting's own, not those of its type", () => {
  const [message, reentry, length] = settingsOf(SCHEMA, isKnown);
  assert.deepEqual([message?.label, message?.help, message?.isRequired], ["Message", "Which one.", true]);
  assert.deepEqual([reentry?.label, reentry?.help, reentry?.isRequired], ["Can come back", "", false]);
  assert.deepEqual(reentry?.schema.enum, ["after_exit", "never"]);
  assert.equal(length?.label, "For");
});

test("a schema that points at itself does not go round for ever", () => {
  const schema = { properties: { a: { $ref: "#/$defs/A" } }, $defs: { A: { $ref: "#/$defs/A" } } };
  assert.equal(settingsOf(schema, isKnown)[0]?.widget, "json");
});

test("a setting is asked for when others have the values that it names", () => {
  const all = settingsOf(
    { properties: { kind: { type: "string", default: "a" }, other: { type: "string" } } },
    isKnown,
  );
  const schema = { "x-show-if": { kind: ["a", "b"] } };
  assert.ok(isShown({}, {}, all));
  assert.ok(isShown(schema, {}, all));
  assert.ok(isShown(schema, { kind: "b" }, all));
  assert.ok(!isShown(schema, { kind: "c" }, all));
  assert.ok(!isShown({ "x-show-if": { other: "x" } }, {}, all));
});

test("problems stand beside their field; the rest belongs to the step", () => {
  /** @param {string | null} field */
  const problem = (field) => ({
    code: "bad-setting",
    severity: /** @type {const} */ ("error"),
    node: "n",
    field,
    port: null,
    detail: `Wrong ${field}.`,
    fix: "Mend it.",
  });
  const all = [
    problem("message"),
    problem("condition.all[0].op"),
    problem("add[2]"),
    problem("gone"),
    problem(null),
  ];
  const { of, rest } = sortProblems(all, ["message", "condition", "add"]);
  assert.deepEqual(
    [...of].map(([name, wrong]) => [name, wrong[0]?.pointer]),
    [
      ["message", ""],
      ["condition", "/all/0/op"],
      ["add", "/2"],
    ],
  );
  assert.deepEqual(
    rest.map((one) => one.field),
    ["gone", null],
  );
  assert.equal(sentence(of.get("message")?.[0]), "Wrong message. Mend it.");
  assert.deepEqual(
    within(
      [
        { pointer: "/0/name", detail: "d", fix: "" },
        { pointer: "/01", detail: "d", fix: "" },
      ],
      "/0",
    ),
    [{ pointer: "/name", detail: "d", fix: "" }],
  );
});

test("names of programs are said plainly", () => {
  assert.equal(saidPlainly("after_exit"), "After exit");
  assert.equal(saidPlainly("timeZone"), "Time zone");
  assert.equal(saidPlainly(3), "3");
  assert.equal(pointerOf(".all[0].where[1].op"), "/all/0/where/1/op");
});
