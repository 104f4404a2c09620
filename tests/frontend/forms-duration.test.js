import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, nextUnit, partsOf, UNITS, written } from "../../frontend/js/forms/duration.js";
import { asMoment, isDay, isMoment, onClockHere } from "../../frontend/js/forms/moments.js";

test("a length of time is read into its parts, and written the same", () => {
  for (const text of ["P1D", "P2W", "PT4H", "P1DT12H", "P1Y2M3W4DT5H6M7S", "P0D", "PT90M"]) {
    const parts = partsOf(text);
    assert.ok(parts, text);
    assert.equal(written(parts), text);
  }
  assert.deepEqual(partsOf("P1DT12H"), [
    { unit: "D", n: 1 },
    { unit: "H", n: 12 },
  ]);
  assert.deepEqual(partsOf("P1M"), [{ unit: "MO", n: 1 }]);
  assert.deepEqual(partsOf("PT1M"), [{ unit: "MI", n: 1 }]);
});

test("what is no length of time is told apart", () => {
  for (const text of ["", "P", "PT", "1D", "P-1D", "P1.5D", "P1D ", "p1d", "P1H", "P10000D", 5, null, undefined])
    assert.equal(partsOf(text), null, String(text));
});

test("every mixture of parts comes back as it was written", () => {
  for (let mask = 1; mask < 2 ** UNITS.length; mask++) {
    const parts = UNITS.flatMap((unit, n) => (mask & (1 << n) ? [{ unit, n: n + 1 }] : []));
    assert.deepEqual(partsOf(written(parts)), parts);
    assert.equal(written([...parts].reverse()), written(parts));
  }
});

test("a part that takes the unit of another replaces it", () => {
  const parts = partsOf("P1DT12H") ?? [];
  assert.equal(written(changed(parts, 0, { unit: "H" })), "PT1H");
  assert.equal(written(changed(parts, 1, { n: 6 })), "P1DT6H");
});

test("one more part has the next smaller unit", () => {
  assert.equal(nextUnit([{ unit: "D", n: 1 }]), "H");
  assert.equal(nextUnit([{ unit: "S", n: 1 }]), null);
});

test("moments and dates are told apart, and a moment stays itself on the clock here", () => {
  assert.ok(isDay("2030-01-31"));
  assert.ok(!isDay("2030-01-31T09:00:00Z"));
  assert.ok(isMoment("2030-01-31T09:00:00Z"));
  assert.ok(isMoment("2030-01-31T09:00:00+02:00"));
  assert.ok(!isMoment("2030-01-31T09:00:00"));
  assert.ok(!isMoment("2030-13-31T09:00:00Z"));
  assert.equal(asMoment(onClockHere("2030-01-31T09:00:00Z")), "2030-01-31T09:00:00Z");
  assert.equal(asMoment(""), "");
  assert.equal(asMoment("soon"), "");
});
