import assert from "node:assert/strict";
import { test } from "node:test";

import { offeredSpread, spreadPreview, spreadWords } from "../../../static/js/console/spread.js";
import { ABS60, at, MINUTE, planOf, running, TWO90 } from "./fixtures.js";

test("abs60, six late on entering the questions: the discussion goes from 30 to 24 and the end stays", () => {
  const snapshot = running(4, at(19));
  const preview = offeredSpread(snapshot, planOf(), at(19));
  assert.deepEqual(preview, {
    wanted: 6 * MINUTE,
    given: 6 * MINUTE,
    changes: [{ position: 6, name: "Group discussion", from: 30 * MINUTE, to: 24 * MINUTE }],
  });
  assert.deepEqual(preview && spreadWords(snapshot, preview), {
    line: "Group discussion 30 → 24. Ends 20:00",
    button: "Shorten the rest by 6 min",
  });
});

test("two90, six late on entering the first discussion: five steps give in proportion", () => {
  const snapshot = running(6, at(23), { steps: TWO90 });
  const preview = offeredSpread(snapshot, planOf(TWO90), at(23));
  assert.deepEqual(
    preview?.changes.map(({ position, to }) => [position, to / 1000]),
    [
      [8, 100],
      [9, 100],
      [10, 300],
      [11, 200],
      [13, 1100],
    ],
  );
  assert.deepEqual(preview && spreadWords(snapshot, preview), {
    line: "Close the case 2 → 1:40, Who has a case? 2 → 1:40 and 3 more phases. Ends 20:30",
    button: "Shorten the rest by 6 min",
  });
});

test("none is cut below half its plan, and what is left over is said", () => {
  const steps = /** @type {[string, number][]} */ ([
    ["opening", 3],
    ["discussion", 8],
    ["return", 7],
    ["closing", 4],
  ]);
  const snapshot = running(1, at(6), { steps });
  const preview = offeredSpread(snapshot, planOf(steps), at(6));
  assert.deepEqual(preview && [preview.wanted, preview.given], [6 * MINUTE, 4 * MINUTE]);
  assert.deepEqual(preview && spreadWords(snapshot, preview), {
    line: "Group discussion 8 → 4. Makes up 4 of 6. Ends 2 late",
    button: "Shorten the rest by 4 min",
  });
});

test("what one step cannot give is asked of the others", () => {
  const steps = /** @type {[string, number][]} */ ([
    ["opening", 3],
    ["case_call", 4],
    ["discussion", 10],
    ["closing", 4],
  ]);
  const plan = planOf(steps);
  const snapshot = running(1, at(0), { steps });
  const cutBefore = snapshot.steps.map((step) =>
    step.position === 2 ? { ...step, length: 2 * MINUTE + 10_000 } : step,
  );
  const preview = spreadPreview({ ...snapshot, steps: cutBefore }, plan, 4 * MINUTE);
  assert.deepEqual(
    preview.changes.map(({ position, from, to }) => [position, (from - to) / 1000]),
    [
      [2, 10],
      [3, 230],
    ],
  );
});

test("a step left by going back has begun and gives nothing", () => {
  const snapshot = running(4, at(25));
  const steps = snapshot.steps.map((step) => (step.position === 6 ? { ...step, spent: 1000 } : step));
  assert.deepEqual(spreadPreview({ ...snapshot, steps }, planOf(), 6 * MINUTE).changes, []);
});

test("in the discussion what is left is kept, and no button offers otherwise", () => {
  const snapshot = running(6, at(22));
  const preview = offeredSpread(snapshot, planOf(), at(22));
  assert.deepEqual(preview && spreadWords(snapshot, preview), {
    line: "Return and closing are kept. Ends 20:03.",
    button: null,
  });
});

test("in the last phase there is nothing to say", () => {
  const snapshot = running(8, at(58));
  assert.equal(spreadWords(snapshot, spreadPreview(snapshot, planOf(), 2 * MINUTE)), null);
});

test("offered from one minute late to fifteen, and not outside", () => {
  const offeredAt = (/** @type {number} */ lateBy) =>
    offeredSpread(running(1, at(0) + lateBy), planOf(), at(0) + lateBy) !== null;
  assert.deepEqual([MINUTE - 1, MINUTE, 15 * MINUTE, 15 * MINUTE + 1].map(offeredAt), [
    false,
    true,
    true,
    false,
  ]);
});

test("half a second late asks for a whole one", () => {
  assert.equal(spreadPreview(running(1, at(0), { steps: ABS60 }), planOf(), 60_500).given, 61_000);
});
