import assert from "node:assert/strict";
import { test } from "node:test";

import {
  bandAt,
  latestReturn,
  projectedEnd,
  remainingAt,
  spentAt,
  timerState,
  wrapUpAt,
} from "../../../static/js/core/countdown.js";
import { gathering, MINUTE, running, START, withFigures } from "../cast.js";

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
    [30, 10, 5].map((length) => wrapUpAt({ ...tenMinutes, length: length * MINUTE })),
    [2 * MINUTE, 2 * MINUTE, MINUTE],
  );
});

test("bands are thirds of the length", () => {
  const clock = { length: 30 * MINUTE, spent: 0, runningSince: START };
  const moments = [0, 10 * MINUTE - 1, 10 * MINUTE, 20 * MINUTE - 1, 20 * MINUTE, 45 * MINUTE];
  assert.deepEqual(
    moments.map((passed) => bandAt(clock, START + passed)),
    ["early", "early", "middle", "middle", "late", "late"],
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

test("without figures there is no projection and no latest return", () => {
  assert.deepEqual([projectedEnd(running(6), START), latestReturn(running(6))], [null, null]);
});
