import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../../frontend/js/importing/places.js";

test("a place in a flow file is named as people know it", () => {
  assert.equal(placeOf("/resources/topics/news/description"), "Topic “news”, description");
  assert.equal(placeOf("/resources/messages/hello/body/mjml"), "Message “hello”, body, mjml");
  assert.equal(placeOf("/nodes/two-days/config/for"), "Step “two-days”, for");
  assert.equal(placeOf("/parameters/code"), "Detail “code”");
});

test("what has no name is counted from one", () => {
  assert.equal(placeOf("/edges/0/to"), "Connection 1, to");
  assert.equal(placeOf("/resources/segments/vip/condition/all/1"), "Segment “vip”, condition, all, 2");
});

test("what belongs to no part is the journey's own", () => {
  assert.equal(placeOf(""), "The file as a whole");
  assert.equal(placeOf("/name"), "The journey, name");
  assert.equal(placeOf("/nodes"), "The journey, nodes");
});

test("a pointer's signs are taken back", () => {
  assert.equal(placeOf("/nodes/a~1b/from_name"), "Step “a/b”, from name");
});
