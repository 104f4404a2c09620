import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf } from "../../frontend/js/screens/contacts/csv.js";
import { byDay, only, wayTo } from "../../frontend/js/screens/contacts/moments.js";
import {
  contentOf,
  dataNames,
  draftOf,
  emptyDraft,
  isSame,
  plainly,
} from "../../frontend/js/screens/messages/content.js";

const moment = (kind, sentence, journey = "welcome", at = "2030-05-04T10:00:00Z") => ({
  at,
  kind,
  sentence,
  journey,
  node: null,
  port: null,
  why: null,
  details: {},
});

test("what led to a message is the way from where the person last came in", () => {
  const got = moment("message", "Got “Hello”");
  const moments = [
    moment("ended", "Left"),
    got,
    moment("step", "Send “Hello”"),
    moment("event", "Did “purchase”", null),
    moment("step", "Wait 2 days", "other"),
    moment("step", "Wait 1 day"),
    moment("message", "Got “First”"),
    moment("entered", "Entered"),
    moment("step", "of the time before"),
    moment("entered", "Entered before"),
  ];

  assert.deepEqual(
    wayTo(moments, got).map(({ sentence }) => sentence),
    ["Entered", "Wait 1 day", "Send “Hello”"],
  );
  assert.deepEqual(wayTo(moments, moment("message", "by hand", null)), []);
});

test("a timeline is grouped by day and filtered by kind", () => {
  const moments = [
    moment("step", "c", "a", "2030-05-04T12:00:00Z"),
    moment("event", "b", null, "2030-05-02T12:00:00Z"),
    moment("ended", "a", "a", "2030-05-02T11:00:00Z"),
  ];

  assert.deepEqual(
    byDay(moments).map((day) => day.moments.length),
    [1, 2],
  );
  assert.equal(only(moments, "journey").length, 2);
  assert.equal(only(moments, "event").length, 1);
  assert.equal(only(moments, "all"), moments);
});

test("the error file of an import is read, quotes and line breaks included", () => {
  const text = 'line,reason,Name\n4,"no ""@"", sorry","Müller, jr."\r\n5,"two\nlines",x\n6,later,y\n';

  assert.deepEqual(rowsOf(text, 3), [
    ["line", "reason", "Name"],
    ["4", 'no "@", sorry', "Müller, jr."],
    ["5", "two\nlines", "x"],
  ]);
});

test("a draft is what was saved until somebody changes it", () => {
  const draft = { ...emptyDraft(), name: "Hello", subject: "Hi" };
  const again = draftOf("Hello", contentOf(draft));

  assert.ok(isSame(draft, again));
  assert.equal(again.mode, "blocks");
  assert.equal(draftOf("x", contentOf({ ...draft, mode: "html", html: "<p>Hi</p>" })).mode, "html");
  assert.equal(draftOf("x", contentOf({ ...draft, mjml: "<mjml></mjml>" })).mode, "mjml");
  assert.ok(!isSame(draft, { ...draft, mode: "html", html: "<p>Hi</p>" }));
});

test("a message tells what it reads of an event, and its subject in plain words", () => {
  const draft = {
    ...emptyDraft(),
    subject: "{{ event.total }}",
    text: "{{ data.total }} {{ event.item_count | default('1') }}",
  };

  assert.deepEqual(dataNames(draft), ["total", "item_count"]);
  assert.equal(
    plainly("Hi{% if x %}, {{ contact.first_name | default('you') }}{% endif %}!"),
    "Hi, [first name]!",
  );
});
