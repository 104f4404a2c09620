import assert from "node:assert/strict";
import { test } from "node:test";
import { moveTogether } from "../../frontend/js/builder/acts.js";
import { Editor } from "../../frontend/js/builder/editor.js";
import { comboOf, partsOf } from "../../frontend/js/canvas/keyNames.js";
import { bestPlace, joinable, legalPlaces, maySit, refusalOf } from "../../frontend/js/canvas/legal.js";
import { groupsOf, matches } from "../../frontend/js/canvas/steps.js";
import { iconOf, toneOf } from "../../frontend/js/canvas/tones.js";
import { slotTowards, withBelow } from "../../frontend/js/canvas/walk.js";
import { addNode, moveNode } from "../../frontend/js/model/commands.js";
import { edgeAt, emptyFlow } from "../../frontend/js/model/document.js";
import { connect } from "../../frontend/js/model/wiring.js";
import { law, ports, TYPES } from "./random.js";

const editorOf = (flow) => new Editor({ slug: "test", types: TYPES, flow });

/** starts → hello → asks → (yes → thanks → done, no → waits → done) */
function journey() {
  let flow = addNode(emptyFlow(), { key: "starts", type: "starts" });
  flow = addNode(flow, { key: "hello", type: "wait", after: { from: "starts", port: "next" } });
  flow = addNode(flow, { key: "asks", type: "branch", after: { from: "hello", port: "next" } });
  flow = addNode(flow, { key: "thanks", type: "wait", after: { from: "asks", port: "yes" } });
  flow = addNode(flow, { key: "waits", type: "wait", after: { from: "asks", port: "no" } });
  flow = addNode(flow, { key: "done", type: "exit", after: { from: "waits", port: "next" } });
  return connect(flow, { from: "thanks", port: "next", to: "done" });
}

test("a start goes nowhere else, an end only where nothing follows, everything else between", () => {
  const editor = editorOf(addNode(journey(), { key: "open", type: "wait" }));
  const places = (type) => [...legalPlaces(editor, { type: TYPES.get(type) }).keys()];

  assert.deepEqual(places("starts"), []);
  assert.deepEqual(places("exit"), ["open/next"]);
  assert.ok(places("wait").includes("asks/no") && places("wait").includes("open/next"));
  assert.deepEqual([...legalPlaces(editor, { key: "starts" })], []);
});

test("the list of a port offers exactly what may be dropped on it", () => {
  law((flow) => {
    const editor = editorOf(flow);
    for (const type of TYPES.values()) {
      const legal = legalPlaces(editor, { type });
      for (const from of Object.keys(editor.flow.nodes)) {
        for (const port of editor.portsOf(from)) {
          const ref = { from, port: port.key };
          assert.equal(maySit(editor, type, ref), legal.has(`${from}/${port.key}`));
        }
      }
    }
  });
});

test("nothing leads to a start, or to itself", () => {
  const editor = editorOf(journey());

  assert.ok(refusalOf(editor, "asks", "starts"));
  assert.ok(refusalOf(editor, "asks", "asks"));
  assert.equal(refusalOf(editor, "asks", "hello"), "");
  assert.deepEqual(joinable(editor, "asks"), ["hello", "thanks", "waits", "done"]);
});

test("a new step goes after the chosen one, otherwise where nothing follows yet", () => {
  const editor = editorOf(addNode(journey(), { key: "open", type: "wait" }));
  const wait = TYPES.get("wait");

  assert.deepEqual(bestPlace(editor, wait), { from: "open", port: "next" });
  editor.choose(["hello"]);
  assert.deepEqual(bestPlace(editor, wait), { from: "hello", port: "next" });
  editor.put({ edge: { from: "asks", port: "no" } });
  assert.deepEqual(bestPlace(editor, wait), { from: "asks", port: "no" });
  assert.deepEqual(bestPlace(editor, TYPES.get("exit")), { from: "open", port: "next" });
});

test("a step moves before the one above, after the one below, and onto the way beside", () => {
  const editor = editorOf(journey());

  assert.deepEqual(slotTowards(editor, "asks", "up"), { from: "starts", port: "next" });
  assert.equal(slotTowards(editor, "hello", "up"), undefined);
  assert.deepEqual(slotTowards(editor, "hello", "down"), { from: "asks", port: "yes" });
  assert.deepEqual(slotTowards(editor, "thanks", "right"), { from: "asks", port: "no" });
  assert.deepEqual(slotTowards(editor, "waits", "left"), { from: "asks", port: "yes" });
  assert.equal(slotTowards(editor, "waits", "right"), undefined);
  assert.equal(slotTowards(editor, "starts", "down"), undefined);
});

test("where the keys move a step is a place where it may be dropped, and moves it", () => {
  law((flow) => {
    const editor = editorOf(flow);
    for (const key of Object.keys(editor.flow.nodes)) {
      for (const way of ["up", "down", "left", "right"]) {
        const edge = slotTowards(editor, key, way);
        if (!edge) continue;
        assert.ok(legalPlaces(editor, { key }).has(`${edge.from}/${edge.port}`));
        assert.notEqual(moveNode(editor.flow, { key, edge, portsOf: ports(editor.flow) }), editor.flow);
      }
    }
  });
});

test("below a step is what is reached only through it", () => {
  const editor = editorOf(journey());

  assert.deepEqual(withBelow(editor, "thanks"), ["thanks"]);
  assert.deepEqual(new Set(withBelow(editor, "asks")), new Set(["asks", "thanks", "waits", "done"]));
});

test("steps are found by the beginnings of their words, without regard to accents and case", () => {
  assert.ok(matches("", "Send email"));
  assert.ok(matches("ema se", "Send email"));
  assert.ok(matches("kase", "Käse"));
  assert.ok(matches("mail", "Email"));
  assert.ok(!matches("nd", "Send email"));
  assert.ok(!matches("email wait", "Send email"));
});

test("types stand by group, in the order in which they came", () => {
  const types = [
    { ...TYPES.get("wait"), group: "Timing" },
    { ...TYPES.get("branch"), group: "Decisions" },
    { ...TYPES.get("split"), group: "Timing" },
  ];

  assert.deepEqual(
    groupsOf(types).map(({ name, types: found }) => [name, found.map((type) => type.type)]),
    [
      ["Timing", ["wait", "split"]],
      ["Decisions", ["branch"]],
    ],
  );
  assert.deepEqual(
    groupsOf(types, { words: "yes" }).map((group) => group.name),
    ["Decisions"],
  );
});

test("a type that is not installed has an icon and a colour too", () => {
  assert.deepEqual([iconOf(undefined), toneOf(undefined)], ["puzzle", "end"]);
});

test("keys are told as the keyboard in front of the person has them", () => {
  const pressed = (key, held = {}) =>
    comboOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

  assert.equal(pressed("z", { ctrlKey: true, shiftKey: true }), "Shift+Mod+Z");
  assert.equal(pressed("Z", { metaKey: true, shiftKey: true }), "Shift+Mod+Z");
  assert.equal(pressed("?", { shiftKey: true }), "?");
  assert.equal(pressed("+"), "+");
  assert.equal(pressed("+", { ctrlKey: true }), "Mod++");
  assert.equal(pressed(" "), "Space");
  assert.equal(pressed("ArrowUp", { altKey: true }), "Alt+ArrowUp");
  assert.deepEqual([partsOf("+").length, partsOf("Mod++").length, partsOf("Shift+F10").length], [1, 2, 2]);
});

test("steps that hang together move together, where they do not end each other's way", () => {
  const editor = editorOf(journey());
  const legal = legalPlaces(editor, { key: "thanks", keys: ["asks", "thanks", "waits", "done"] });
  moveTogether(editor, ["asks", "thanks"], { from: "starts", port: "next" });

  assert.deepEqual([...legal], [], "all of its ways have an end, and no other port is open");
  assert.deepEqual(
    [...legalPlaces(editor, { key: "asks", keys: ["asks", "starts"] })],
    [],
    "a start goes nowhere else",
  );
  assert.equal(edgeAt(editor.flow, { from: "starts", port: "next" })?.to, "asks");
  assert.equal(edgeAt(editor.flow, { from: "asks", port: "yes" })?.to, "thanks");
  assert.equal(edgeAt(editor.flow, { from: "hello", port: "next" })?.to, "done");
  editor.undo();
  assert.deepEqual(editor.flow, journey());
});
