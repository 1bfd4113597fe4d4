/**
 * The numbers are those of tests/unit/domain/test_credit_needed_end.py.
 *
 * @typedef {import("../../../static/js/core/types.js").Snapshot} Snapshot
 * @typedef {import("../../../static/js/console/credit_needs.js").CreditFacts} CreditFacts
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { creditNeeds, endingCosts, withPauses } from "../../../static/js/console/credit_needs.js";
import { ABS60, at, gathering, MINUTE, running } from "./fixtures.js";

/** @type {CreditFacts} */
const AN_HOUR = { types: ["CE"], fullHourMs: 60 * MINUTE, uncreditedPositions: [], pausedMs: 0 };
const AFTER_OPENING = { ...AN_HOUR, uncreditedPositions: [1] };
/** @type {[string, number][]} */
const NINETY = [
  ["opening", 11],
  ["discussion", 69],
  ["return", 10],
];

/**
 * @param {number} openedAt
 * @param {number} position
 * @param {Parameters<typeof running>[2]} [changes]
 * @returns {Snapshot}
 */
function opened(openedAt, position, changes) {
  const snapshot = running(position, openedAt, changes);
  return { ...snapshot, meeting: { ...snapshot.meeting, openedAt } };
}

test("opened four minutes late an hour must run four minutes longer", () => {
  assert.equal(creditNeeds(opened(at(4), 1), AN_HOUR, at(4)), at(64));
});

test("time in uncredited steps comes on top", () => {
  const before = opened(at(0), 1, { steps: NINETY });
  assert.equal(creditNeeds(before, AFTER_OPENING, at(0)), at(71));
  assert.equal(creditNeeds(before, AFTER_OPENING, at(11)), at(71));
});

test("it is the full hours of the plan that count", () => {
  assert.deepEqual(
    [60, 120].map((minutes) =>
      creditNeeds(opened(at(0), 1), { ...AN_HOUR, fullHourMs: minutes * MINUTE }, at(0)),
    ),
    [at(60), at(120)],
  );
});

test("no credit that asks for hours, or no hour in the plan, needs no moment", () => {
  const snapshot = opened(at(0), 1);
  const facts = [
    { ...AN_HOUR, types: [] },
    { ...AN_HOUR, fullHourMs: 0 },
  ];
  assert.deepEqual(
    facts.map((credit) => creditNeeds(snapshot, credit, at(1))),
    [null, null],
  );
});

test("before the opening and after the end nothing is needed", () => {
  const closed = opened(at(0), 1);
  const over = {
    ...closed,
    position: null,
    meeting: { ...closed.meeting, status: /** @type {const} */ ("closed") },
  };
  assert.deepEqual(
    [creditNeeds(gathering(), AN_HOUR, at(-5)), creditNeeds(over, AN_HOUR, at(30))],
    [null, null],
  );
});

test("moments are cut to their second as credit is counted", () => {
  assert.equal(creditNeeds(opened(at(4) + 900, 1), AN_HOUR, at(5)), at(64));
});

test("ending before that moment costs the credit", () => {
  const snapshot = opened(at(4), 8);
  assert.deepEqual(
    [at(63, 59), at(63, 59) + 900, at(64), at(70)].map((now) => endingCosts(snapshot, AN_HOUR, now)),
    [true, true, false, false],
  );
  assert.equal(endingCosts(opened(at(0), 8), { ...AN_HOUR, types: [] }, at(10)), false);
});

test("an uncredited step left early takes what it took, one that runs over what it takes", () => {
  const steps = opened(at(0), 2, { steps: NINETY }).steps;
  const early = {
    ...opened(at(0), 2, { steps: NINETY }),
    steps: steps.map((one) => ({ ...one, spent: 5 * MINUTE })),
  };
  const over = opened(at(0), 1, { steps: NINETY });
  assert.equal(creditNeeds(early, AFTER_OPENING, at(5)), at(65));
  assert.equal(creditNeeds(over, AFTER_OPENING, at(15)), at(75));
});

test("an uncredited step to come takes its length, and longer if it was longer", () => {
  const later = { ...AN_HOUR, uncreditedPositions: [3] };
  const back = opened(at(0), 2, { steps: NINETY });
  const longer = { ...back, steps: back.steps.map((one) => ({ ...one, spent: 12 * MINUTE })) };
  assert.deepEqual(
    [back, longer].map((snapshot) => creditNeeds(snapshot, later, at(30))),
    [at(70), at(72)],
  );
});

test("a pause costs nothing in a step that earns credit, and its length in one that does not", () => {
  const clock = { length: 3 * MINUTE, spent: 2 * MINUTE, runningSince: null };
  const paused = { ...opened(at(0), 1, { steps: ABS60, clock }), serverNow: at(2) };
  const after = { ...opened(at(0), 1, { clock: { ...clock, runningSince: at(6) } }), serverNow: at(6) };
  assert.equal(creditNeeds(paused, AN_HOUR, at(6)), at(60));
  assert.equal(creditNeeds(paused, AFTER_OPENING, at(6)), at(67));
  assert.deepEqual(withPauses(AN_HOUR, paused, after), AN_HOUR);
  const credit = withPauses(AFTER_OPENING, paused, after);
  assert.equal(credit.pausedMs, 4 * MINUTE);
  assert.equal(creditNeeds(after, credit, at(6)), at(67));
});
