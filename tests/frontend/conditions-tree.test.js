import assert from "node:assert/strict";
import { test } from "node:test";
import { groupOf } from "../../frontend/js/conditions/shape.js";
import {
  add,
  at,
  duplicate,
  mayUnwrap,
  move,
  placeOf,
  pointer,
  put,
  remove,
  setKind,
  unwrap,
  wrap,
} from "../../frontend/js/conditions/tree.js";

/** @import {Path} from "../../frontend/js/conditions/shape.js" */

const A = { tag: "a" };
const B = { not: { tag: "b" } };
const C = { event: "c" };
const TREE = { all: [A, { any: [B, { not: { all: [C, A] } }] }, C] };

/** @param {any} node @param {Path} path @returns {Path[]} where every part stands, groups and tests */
function places(node, path = []) {
  const group = groupOf(node);
  const inside = group ? group.parts.flatMap((part, n) => places(part, [...path, ...group.inner, n])) : [];
  return [path, ...inside];
}

test("a place leads to its part, and the part put there again changes nothing", () => {
  for (const path of places(TREE)) assert.deepEqual(put(TREE, path, at(TREE, path)), TREE);
  assert.equal(places(TREE).length, 8);
  assert.equal(pointer(["all", 1, "any", 0]), "/all/1/any/0");
  assert.equal(pointer(["a/b~c"]), "/a~1b~0c");
});

test("what does not change is shared", () => {
  const next = put(TREE, ["all", 1, "any", 0], A);
  assert.equal(next.all[0], TREE.all[0]);
  assert.equal(next.all[2], TREE.all[2]);
  assert.notEqual(next.all[1], TREE.all[1]);
});

test("to add and then to remove changes nothing", () => {
  for (const path of places(TREE).filter((place) => groupOf(at(TREE, place)))) {
    const added = add(TREE, path, { segment: "s" });
    assert.deepEqual(at(added.root, added.path), { segment: "s" });
    assert.deepEqual(remove(added.root, added.path), TREE);
  }
});

test("the first test makes a group, and a lone test is put into one", () => {
  assert.deepEqual(add({}, [], A), { root: { all: [A] }, path: ["all", 0] });
  assert.deepEqual(add(B, [], A), { root: { all: [B, A] }, path: ["all", 1] });
});

test("to duplicate and to remove the copy changes nothing", () => {
  for (const path of places(TREE).slice(1)) {
    const copied = duplicate(TREE, path);
    assert.deepEqual(at(copied.root, copied.path), at(TREE, path));
    assert.deepEqual(remove(copied.root, copied.path), TREE);
  }
  assert.deepEqual(duplicate(A, []), { root: { all: [A, A] }, path: ["all", 1] });
});

test("to wrap and to unwrap changes nothing", () => {
  for (const path of places(TREE).slice(1)) {
    const wrapped = wrap(TREE, path);
    assert.deepEqual(at(wrapped.root, wrapped.path), at(TREE, path));
    assert.ok(mayUnwrap(wrapped.root, path));
    assert.deepEqual(unwrap(wrapped.root, path), TREE);
  }
});

test("only a plain group inside another dissolves", () => {
  assert.ok(!mayUnwrap(TREE, []));
  assert.ok(mayUnwrap(TREE, ["all", 1]));
  assert.ok(!mayUnwrap(TREE, ["all", 1, "any", 1]));
  assert.ok(!mayUnwrap(TREE, ["all", 0]));
  assert.deepEqual(unwrap(TREE, ["all", 1]), { all: [A, B, { not: { all: [C, A] } }, C] });
});

test("to move there and back changes nothing; there is no way beyond the end", () => {
  const moved = move(TREE, ["all", 0], 1);
  assert.deepEqual(moved.root, { all: [TREE.all[1], A, C] });
  assert.deepEqual(move(moved.root, moved.path, -1), { root: TREE, path: ["all", 0] });
  assert.equal(move(TREE, ["all", 0], -1).root, TREE);
  assert.equal(move(TREE, ["all", 2], 1).root, TREE);
  assert.equal(move(A, [], 1).root, A);
});

test("a group goes with its last part, also a negated one", () => {
  assert.deepEqual(remove({ all: [A, { any: [B] }] }, ["all", 1, "any", 0]), { all: [A] });
  assert.deepEqual(remove({ all: [A, { not: { all: [B] } }] }, ["all", 1, "not", "all", 0]), { all: [A] });
  assert.deepEqual(remove({ all: [{ any: [B] }] }, ["all", 0, "any", 0]), {});
  assert.deepEqual(remove(A, []), {});
  assert.deepEqual(placeOf(["all", 1, "not", "all", 0]).holder, ["all", 1]);
});

test("how a group counts can be changed, its parts stay", () => {
  assert.deepEqual(setKind(TREE, [], "none"), { none: TREE.all });
  assert.deepEqual(setKind(TREE, ["all", 1], "not-all").all[1], { not: { all: TREE.all[1]?.any } });
  assert.deepEqual(setKind(A, [], "any"), { any: [A] });
  assert.deepEqual(setKind({ not: { any: [A] } }, [], "all"), { all: [A] });
});
