/**
 * The numbers are those of tests/unit/domain/test_credit_needed_end.py.
 *
 * @typedef {import("../../../static/js/core/types.js").Snapshot} Snapshot
 * @typedef {import("../../../static/js/console/times.js").CreditFacts} CreditFacts
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  bookedLine,
  creditLine,
  creditNeeds,
  creditSpoken,
  endChoices,
  endingCosts,
  endLine,
  returnLine,
  tooShortText,
  withPauses,
} from "../../../static/js/console/times.js";
import { ABS60, at, gathering, MINUTE, running } from "./fixtures.js";

const latestReturnAt = at(49);

test("the latest return appears in the middle of the discussion and changes its words twice", () => {
  const snapshot = running(6, at(19), { latestReturnAt });
  const words = [33, 34, 43, 44, 47, 49].map((minute) => returnLine(snapshot, at(minute)));
  assert.deepEqual(words, [
    null,
    { before: "Latest return ", time: "19:49", after: "", pressing: false },
    { before: "Latest return ", time: "19:49", after: "", pressing: false },
    { before: "Return within 5 min", time: "", after: "", pressing: true },
    { before: "Return within 2 min", time: "", after: "", pressing: true },
    { before: "Return now to keep the time", time: "", after: "", pressing: true },
  ]);
});

test("no latest return before the presenter sits back, nor where nobody does", () => {
  assert.equal(returnLine(running(4, at(13), { latestReturnAt }), at(17)), null);
  assert.equal(returnLine(running(6, at(19), { latestReturnAt: null }), at(45)), null);
});

test("a later step in which the presenter still sits back shows it from its start", () => {
  const steps = /** @type {[string, number][]} */ ([
    ["discussion", 28],
    ["outer_reflections", 15],
    ["return", 10],
  ]);
  assert.deepEqual(returnLine(running(2, at(28), { steps, latestReturnAt: at(43) }), at(28)), {
    before: "Latest return ",
    time: "19:43",
    after: "",
    pressing: false,
  });
});

test("the end: late, on time within a minute, to spare; time and figure agree", () => {
  const ends = [at(0), at(0, 59), at(1), at(3, 20), at(-4, -40), at(-4)].map((entered) =>
    endLine(running(1, entered), entered),
  );
  assert.deepEqual(ends, [
    { before: "Ends ", time: "20:00", after: ", on time" },
    { before: "Ends ", time: "20:00", after: ", on time" },
    { before: "Ends ", time: "20:01", after: ", 1 late" },
    { before: "Ends ", time: "20:03", after: ", 3 late" },
    { before: "Ends ", time: "19:56", after: ", 4 to spare" },
    { before: "Ends ", time: "19:56", after: ", 4 to spare" },
  ]);
});

test("while gathering there is no projected end", () => {
  assert.equal(endLine(gathering(), at(-3)), null);
  assert.deepEqual(bookedLine(gathering()), { before: "Booked ", time: "19:00–20:00", after: "" });
});

const CE_HOUR = { types: ["APA CE"], fullHourMs: 60 * MINUTE, uncreditedPositions: [], pausedMs: 0 };
const TOO_SHORT = { ...CE_HOUR, types: ["APA CE", "CPD hours"], fullHourMs: 0 };

/** @param {number} openedAt */
function lastPhase(openedAt) {
  const snapshot = running(8, at(56));
  return { ...snapshot, meeting: { ...snapshot.meeting, openedAt } };
}

test("until when to run, in minutes rounded up, and not any more once that has passed", () => {
  const line = { before: "Credit needs us to run until ", time: "20:04", after: "" };
  assert.deepEqual(
    [at(4), at(63, 59), at(64)].map((now) => creditLine(lastPhase(at(4)), CE_HOUR, now)),
    [line, line, null],
  );
  assert.deepEqual(creditLine(lastPhase(at(3, 1)), CE_HOUR, at(60)), line);
});

test("it is spoken as a sentence, when the time is asked for", () => {
  assert.deepEqual(
    [at(30), at(64)].map((now) => creditSpoken(lastPhase(at(4)), CE_HOUR, now)),
    ["Credit needs us to run until 20:04.", ""],
  );
});

test("a plan too short for a credit is said before the opening only", () => {
  assert.deepEqual(
    [tooShortText(gathering(), TOO_SHORT), tooShortText(lastPhase(at(0)), TOO_SHORT)],
    ["This plan is too short for APA CE, CPD hours", ""],
  );
  assert.equal(tooShortText(gathering(), CE_HOUR), "");
  assert.equal(tooShortText(gathering(), { ...TOO_SHORT, types: [] }), "");
});

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

test("the next marks of five minutes, as seconds to add or take", () => {
  assert.deepEqual(endChoices(running(6, at(19)), at(30, 36)), [
    { time: "19:35", seconds: -840 },
    { time: "19:40", seconds: -540 },
    { time: "19:45", seconds: -240 },
    { time: "19:50", seconds: 60 },
    { time: "19:55", seconds: 360 },
    { time: "20:00", seconds: 660 },
  ]);
});

test("a mark less than a minute away and the end as it is are left out", () => {
  const endsAt40 = running(3, at(33));
  assert.deepEqual(
    endChoices(endsAt40, at(34, 30)).map(({ time }) => time),
    ["19:45", "19:50", "19:55", "20:00", "20:05"],
  );
});

test("nothing while gathering or paused: there is no end to move", () => {
  const paused = running(6, at(19), { clock: { length: 30 * MINUTE, spent: 0, runningSince: null } });
  assert.deepEqual([endChoices(gathering(), at(-5)), endChoices(paused, at(20))], [[], []]);
});
