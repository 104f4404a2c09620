import assert from "node:assert/strict";
import { test } from "node:test";
import { categoriesOf, lengthOf, matching, plainOf, stepsOf } from "../../frontend/js/screens/gallery/story.js";
import { addressOf, draftOf, firstSteps, otherTasks } from "../../frontend/js/screens/home/tasks.js";
import { countOf, shownOf } from "../../frontend/js/screens/journeys/rows.js";

const journey = (name, state, updated_at, inside = 0) => ({
  slug: name.toLowerCase(),
  name,
  description: "",
  state,
  updated_at,
  people: { inside, ended: 0, set_aside: 0 },
});
const JOURNEYS = [
  journey("Welcome", "live", "2030-01-02T00:00:00Z", 3),
  journey("Birthday", "draft", "2030-01-03T00:00:00Z"),
  journey("Old", "archived", "2030-01-04T00:00:00Z"),
  journey("Anniversary", "paused", "2030-01-01T00:00:00Z", 9),
];
const names = (wish) => shownOf(JOURNEYS, { words: "", state: "", sort: "", ...wish }).map((one) => one.name);

test("journeys are listed as somebody wants them, those of the archive only when asked for", () => {
  assert.deepEqual(names({}), ["Birthday", "Welcome", "Anniversary"]);
  assert.deepEqual(names({ sort: "name" }), ["Anniversary", "Birthday", "Welcome"]);
  assert.deepEqual(names({ sort: "inside" }), ["Anniversary", "Welcome", "Birthday"]);
  assert.deepEqual(names({ sort: "nonsense" }), ["Birthday", "Welcome", "Anniversary"]);
  assert.deepEqual(names({ state: "archived" }), ["Old"]);
  assert.deepEqual(names({ words: " DAY  birth" }), ["Birthday"]);
  assert.deepEqual([countOf(JOURNEYS, ""), countOf(JOURNEYS, "live")], [3, 1]);
});

const task = (key, kind = "workspace", slug = "") => ({ key, sentence: "", place: { kind, key: slug }, count: 1 });

test("first steps tick themselves off", () => {
  const steps = (tasks, running = []) => Object.fromEntries(firstSteps({ tasks, running }));

  assert.deepEqual(steps([task("no_postal_address"), task("no_contacts"), task("no_journeys")]), {
    address: false,
    contacts: false,
    journey: false,
    publish: false,
  });
  assert.deepEqual(steps([task("no_sender")], [{}]), {
    address: true,
    contacts: true,
    journey: true,
    publish: true,
  });
});

test("of tasks of one kind three are enough, and first steps are not told twice", () => {
  const drafts = ["a", "b", "c", "d", "e"].map((slug) => task("draft_ready", "journey", slug));
  const found = otherTasks([task("no_contacts"), ...drafts], true);

  assert.equal(found.shown.length, 3);
  assert.equal(found.left, 2);
  assert.equal(otherTasks([task("no_contacts")], false).shown.length, 1);
  assert.equal(draftOf([task("no_sender"), ...drafts]), "/journeys/a");
  assert.equal(draftOf([]), "");
  assert.equal(addressOf({ kind: "import", key: "7" }), "/contacts/import?job=7");
  assert.equal(addressOf({ kind: "of a newer server", key: "" }), "/settings/workspace");
});

const template = (name, category, more = {}) => ({
  name,
  category,
  description: "",
  story: "",
  needs: [],
  ...more,
});

test("templates are found by any word of theirs and by goal", () => {
  const all = [
    template("Welcome series", "Welcome"),
    template("Cart", "Sell", { needs: ["Your shop reports this event: “purchase”."] }),
    template("Course", "Welcome", { story: "1. Send the first lesson" }),
  ];
  const found = (wish) => matching(all, { words: "", category: "", ...wish }).map((one) => one.name);

  assert.deepEqual(found({}), ["Welcome series", "Cart", "Course"]);
  assert.deepEqual(found({ words: "PURCHASE" }), ["Cart"]);
  assert.deepEqual(found({ words: "lesson", category: "Welcome" }), ["Course"]);
  assert.deepEqual(found({ words: "lesson", category: "Sell" }), []);
  assert.deepEqual(categoriesOf(all), ["Welcome", "Sell"]);
});

test("a story is read, a length is said, what differs for everybody is “…”", () => {
  assert.deepEqual(stepsOf("# Cart\n\nText 1. here\n\n1. Wait\n2. Send “Hi”\n"), ["Wait", "Send “Hi”"]);
  assert.deepEqual(
    [lengthOf(0), lengthOf(0.25), lengthOf(1), lengthOf(7.4)],
    ["", "up to 6 hours", "up to 1 day", "up to 7 days"],
  );
  assert.equal(plainOf("Hello{% if a %}, {{ contact.first_name }}{% endif %}!"), "Hello, …!");
});
