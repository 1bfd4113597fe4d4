import assert from "node:assert/strict";
import { test } from "node:test";

import { sitsBack } from "../../../static/js/console/plan.js";
import { planOf, TWO90 } from "./fixtures.js";

test("the presenter returns at the next step that says so, not at the first of the plan", () => {
  const plan = planOf(TWO90);
  assert.deepEqual(
    [1, 6, 7, 13, 14].map((position) => plan.nextReturn(position)),
    [7, 7, 14, 14, null],
  );
});

test("a state follows from the position; while gathering there is none", () => {
  const plan = planOf();
  assert.deepEqual(
    [null, 3, 5, 6, 8, 99].map((position) => plan.presenterState(position)),
    ["none", "presenting", "moving_back", "back", "in_circle", "none"],
  );
});

test("sitting back is moving back and being back", () => {
  const states = /** @type {const} */ ([
    "none",
    "presenting",
    "answering",
    "moving_back",
    "back",
    "returned",
    "in_circle",
  ]);
  assert.deepEqual(states.filter(sitsBack), ["moving_back", "back"]);
});
