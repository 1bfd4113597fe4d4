import assert from "node:assert/strict";
import { test } from "node:test";

import { outOfView, phaseRows } from "../../../static/js/console/panels/phases.js";
import { at, gathering, MINUTE, planOf, running, TWO90 } from "./fixtures.js";

test("done with the time used, now, and to come with the moment it would begin", () => {
  const snapshot = running(6, at(19));
  const steps = snapshot.steps.map((step) =>
    step.position === 2 ? { ...step, spent: 125_000 } : step.position === 4 ? { ...step, spent: 0 } : step,
  );
  assert.deepEqual(
    phaseRows({ ...snapshot, steps }, at(30)).map(({ mark, minutes, begins }) => [mark, minutes, begins]),
    [
      ["done", "3:00", ""],
      ["done", "2:05", ""],
      ["done", "7:00", ""],
      ["done", "skipped", ""],
      ["done", "1:00", ""],
      ["now", "30", ""],
      ["next", "7", "19:49"],
      ["next", "4", "19:56"],
    ],
  );
});

test("a phase that is over pushes what comes, and never into the past", () => {
  assert.deepEqual(
    phaseRows(running(6, at(19)), at(52))
      .slice(6)
      .map(({ begins }) => begins),
    ["19:52", "19:59"],
  );
});

test("while gathering the plan begins at the booked start, later once that has passed", () => {
  assert.deepEqual(
    [phaseRows(gathering(), at(-5)), phaseRows(gathering(), at(2))].map(([, second]) => second?.begins),
    ["19:03", "19:05"],
  );
});

test("a shortened step shows its odd seconds", () => {
  const snapshot = running(1, at(0));
  const steps = snapshot.steps.map((step) =>
    step.position === 6 ? { ...step, length: 18 * MINUTE + 20_000 } : step,
  );
  assert.equal(phaseRows({ ...snapshot, steps }, at(0))[5]?.minutes, "18:20");
});

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
  assert.deepEqual(states.filter(outOfView), ["moving_back", "back"]);
});
