import assert from "node:assert/strict";
import { test } from "node:test";

import {
  leftIn,
  lengthOf,
  projectedEnd,
  remainingAt,
  spentAt,
  spentIn,
  stepAt,
  timerState,
} from "../../../static/js/core/timer.js";
import { gathering, MINUTE, running, START, withFigures } from "../fixtures.js";

const tenMinutes = { length: 10 * MINUTE, spent: 2 * MINUTE, runningSince: START };

test("time runs from the stored facts", () => {
  assert.deepEqual(
    [0, MINUTE, 9 * MINUTE].map((passed) => remainingAt(tenMinutes, START + passed)),
    [8 * MINUTE, 7 * MINUTE, -MINUTE],
  );
});

test("a paused clock stands whatever the time", () => {
  const paused = { ...tenMinutes, runningSince: null };
  assert.deepEqual([spentAt(paused, START), spentAt(paused, START + 60 * MINUTE)], [2 * MINUTE, 2 * MINUTE]);
});

test("a page that lags behind the server does not count backwards", () => {
  assert.equal(spentAt(tenMinutes, START - 700), 2 * MINUTE);
});

test("wrap-up is two minutes or a fifth, whichever is shorter", () => {
  assert.deepEqual(
    [30, 10, 5].map((length) => {
      const clock = { length: length * MINUTE, spent: 0, runningSince: START };
      const end = START + length * MINUTE;
      const wrapUp = length === 5 ? MINUTE : 2 * MINUTE;
      return [end - wrapUp - 1, end - wrapUp].map((now) => timerState(running(6, { clock }), now));
    }),
    Array(3).fill(["running", "wrap_up"]),
  );
});

test("what a step has used and has left: the current one by its clock, the others as they were left", () => {
  const discussion = withFigures(6, MINUTE);
  discussion.steps[2].spent = 5 * MINUTE;
  const [presentation, now, closing] = [3, 6, 8].map((position) => discussion.steps[position - 1]);
  assert.deepEqual(
    [presentation, now, closing].map((step) => [
      lengthOf(discussion, step),
      spentIn(discussion, step, START + MINUTE),
      leftIn(discussion, step, START + MINUTE),
    ]),
    [
      [7 * MINUTE, 5 * MINUTE, 2 * MINUTE],
      [30 * MINUTE, 2 * MINUTE, 28 * MINUTE],
      [4 * MINUTE, 0, 4 * MINUTE],
    ],
  );
});

test("the states of a step, in their order", () => {
  const discussion = withFigures(6, 0);
  const at = (/** @type {number} */ passed) => timerState(discussion, START + passed);
  assert.deepEqual(
    [at(0), at(28 * MINUTE - 1), at(28 * MINUTE), at(30 * MINUTE - 1), at(30 * MINUTE)],
    ["running", "running", "wrap_up", "wrap_up", "over"],
  );
});

test("paused and not started are states of their own", () => {
  const paused = withFigures(6, MINUTE, { clock: { length: MINUTE, spent: 2 * MINUTE, runningSince: null } });
  assert.deepEqual([timerState(paused, START), timerState(gathering(), START)], ["paused", "not_started"]);
});

test("the projected end: what is left of this step and the steps after it", () => {
  const discussion = withFigures(6, 20 * MINUTE);
  assert.equal(projectedEnd(discussion, START), START + (10 + 7 + 4) * MINUTE);
});

test("a step that is over pushes the end, second by second", () => {
  const discussion = withFigures(6, 20 * MINUTE);
  assert.equal(projectedEnd(discussion, START + 12 * MINUTE), START + (12 + 7 + 4) * MINUTE);
});

test("a later step that was entered before has only its rest to come", () => {
  const presentation = withFigures(3, 7 * MINUTE);
  presentation.steps[3].spent = 2 * MINUTE;
  assert.equal(projectedEnd(presentation, START), START + (3 + 1 + 30 + 7 + 4) * MINUTE);
});

test("without figures there is no projection", () => {
  assert.deepEqual([projectedEnd(running(6), START), projectedEnd(gathering(), START)], [null, null]);
});

test("neighbours of the current step", () => {
  const snapshot = running(8);
  assert.deepEqual(
    [-1, 0, 1].map((offset) => stepAt(snapshot, offset)?.name),
    ["Presenter returns", "Closing", undefined],
  );
  assert.equal(stepAt(gathering()), undefined);
});
