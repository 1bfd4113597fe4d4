import assert from "node:assert/strict";
import { test } from "node:test";

import { creditLine, creditSpoken, tooShortText } from "../../../static/js/console/credit_view.js";
import { at, gathering, MINUTE, running } from "./fixtures.js";

const AN_HOUR = { types: ["APA CE"], fullHourMs: 60 * MINUTE, uncreditedPositions: [], pausedMs: 0 };
const TOO_SHORT = { ...AN_HOUR, types: ["APA CE", "CPD hours"], fullHourMs: 0 };

/** @param {number} openedAt */
function opened(openedAt) {
  const snapshot = running(8, at(56));
  return { ...snapshot, meeting: { ...snapshot.meeting, openedAt } };
}

test("until when to run, in minutes rounded up, and not any more once that has passed", () => {
  const line = { before: "Credit needs us to run until ", time: "20:04", after: "" };
  assert.deepEqual(
    [at(4), at(63, 59), at(64)].map((now) => creditLine(opened(at(4)), AN_HOUR, now)),
    [line, line, null],
  );
  assert.deepEqual(creditLine(opened(at(3, 1)), AN_HOUR, at(60)), line);
});

test("it is spoken as a sentence, when the time is asked for", () => {
  assert.deepEqual(
    [at(30), at(64)].map((now) => creditSpoken(opened(at(4)), AN_HOUR, now)),
    ["Credit needs us to run until 20:04.", ""],
  );
});

test("a plan too short for a credit is said before the opening only", () => {
  assert.deepEqual(
    [tooShortText(gathering(), TOO_SHORT), tooShortText(opened(at(0)), TOO_SHORT)],
    ["This plan is too short for APA CE, CPD hours", ""],
  );
  assert.equal(tooShortText(gathering(), AN_HOUR), "");
  assert.equal(tooShortText(gathering(), { ...TOO_SHORT, types: [] }), "");
});
