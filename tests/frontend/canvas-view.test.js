import assert from "node:assert/strict";
import { test } from "node:test";
import {
  atBeginning,
  boundsOf,
  centred,
  drift,
  fitted,
  holds,
  MAX_ZOOM,
  MIN_ZOOM,
  middleOf,
  revealing,
  seen,
  toDrawing,
  touches,
  toWindow,
  zoomedTo,
} from "../../frontend/js/canvas/geometry/view.js";
import { law } from "./random.js";

const VIEW = { x: 0, y: 0, zoom: 1, width: 1000, height: 600 };
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);

const someView = (random) => ({
  x: random() * 4000 - 2000,
  y: random() * 4000 - 2000,
  zoom: MIN_ZOOM + random() * (MAX_ZOOM - MIN_ZOOM),
  width: 300 + random() * 1200,
  height: 300 + random() * 800,
});
const someRect = (random) => {
  const [left, top] = [random() * 6000 - 3000, random() * 6000 - 3000];
  return { left, top, right: left + 20 + random() * 248, bottom: top + 20 + random() * 76 };
};

test("to the window and back is where one was", () => {
  law((_, random) => {
    const view = someView(random);
    const at = [random() * 1000 - 500, random() * 1000 - 500];
    const back = toDrawing(view, toWindow(view, at));

    near(back[0], at[0]);
    near(back[1], at[1]);
  });
});

test("what lies under the pointer stays there while zooming, and the zoom has its limits", () => {
  law((_, random) => {
    const view = someView(random);
    const at = [random() * view.width, random() * view.height];
    const next = zoomedTo(view, random() * 5, at);
    const [before, after] = [toDrawing(view, at), toDrawing(next, at)];

    near(before[0], after[0]);
    near(before[1], after[1]);
    assert.ok(next.zoom >= MIN_ZOOM && next.zoom <= MAX_ZOOM);
  });
});

test("what is shown whole is in sight, and never enlarged", () => {
  law((_, random) => {
    const view = someView(random);
    const bounds = boundsOf(Array.from({ length: 5 }, () => [random() * 3000 - 1500, random() * 3000 - 1500]));
    const next = fitted(view, bounds, 10);

    assert.ok(next.zoom <= 1);
    assert.ok(holds(seen(next, 1), bounds));
  });
});

test("a card that is revealed is in sight; what is in sight stays where it is", () => {
  law((_, random) => {
    const view = { ...someView(random), zoom: 0.5 + random(), width: 700, height: 500 };
    const rect = someRect(random);
    const next = revealing(view, rect, 60);

    assert.ok(holds(seen(next, 1e-6), rect));
    assert.equal(revealing(next, rect, 60).zoom, next.zoom);
    near(revealing(next, rect, 60).x, next.x);
    near(revealing(next, rect, 60).y, next.y);
  });
});

test("nothing moves for a card that is in sight", () => {
  assert.equal(revealing(VIEW, { left: 100, top: 100, right: 348, bottom: 176 }), VIEW);
});

test("a card that is larger than the window begins at its edge", () => {
  const next = revealing({ ...VIEW, width: 200, height: 100 }, { left: 500, top: 500, right: 900, bottom: 700 });

  assert.deepEqual(toWindow(next, [500, 500]), [48, 48]);
});

test("a journey opens at its own size with its first card at the top in the middle", () => {
  const view = atBeginning({ ...VIEW, zoom: 0.3 }, [124, 0]);

  assert.equal(view.zoom, 1);
  assert.deepEqual(toWindow(view, [124, 0]), [500, 64]);
});

test("a place comes to the middle of the window", () => {
  assert.deepEqual(toWindow(centred(VIEW, [30, 40], 2), [30, 40]), [500, 300]);
  assert.deepEqual(middleOf({ left: 0, top: 10, right: 20, bottom: 50 }), [10, 30]);
});

test("the view drifts only near an edge, faster the nearer, and towards what lies beyond", () => {
  assert.deepEqual(drift(VIEW, [500, 300]), [0, 0]);
  assert.ok(drift(VIEW, [10, 300])[0] > drift(VIEW, [40, 300])[0]);
  assert.ok(drift(VIEW, [40, 300])[0] > 0);
  assert.ok(drift(VIEW, [500, 595])[1] < 0);
});

test("boxes that share a side touch; one inside the other is held", () => {
  const box = { left: 0, top: 0, right: 10, bottom: 10 };

  assert.ok(touches(box, { left: 10, top: 0, right: 20, bottom: 10 }));
  assert.ok(!touches(box, { left: 11, top: 0, right: 20, bottom: 10 }));
  assert.ok(holds(box, { left: 1, top: 1, right: 9, bottom: 9 }));
  assert.ok(!holds(box, { left: 1, top: 1, right: 11, bottom: 9 }));
});
